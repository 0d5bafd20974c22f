-- Within one provider and municipality, for a municipality does not see the messages of another. The first
-- received stands. A declaration refused as a whole counts as never sent, and takes no number.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Al gebruikt in bericht %%s.', eerder_bericht_id) AS toelichting
FROM (
    SELECT
        p.*,
        min(p.bericht_id) FILTER (
            WHERE p.bericht_id NOT IN (SELECT quality.geweigerde_declaratie_op(%(as_of)s))
        ) OVER (
            PARTITION BY gemeente_code, aanbieder_agb_code, referentie_nummer
            ORDER BY bekend_vanaf, bericht_id, regelnummer
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS eerder_bericht_id
    FROM core.prestatie AS p
    WHERE bekend_vanaf <= %(as_of)s
) AS geordend
WHERE eerder_bericht_id IS NOT NULL
