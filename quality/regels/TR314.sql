-- Within one provider and municipality, for a municipality does not see the messages of another. The first
-- received stands. A declaration refused as a whole counts as never sent, and takes no number.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Al gebruikt in bericht %%s, regel %%s.', eerste[1], eerste[2]) AS toelichting
FROM (
    SELECT
        p.*,
        min(ARRAY[bericht_id, regelnummer]) FILTER (
            WHERE bericht_id NOT IN (SELECT quality.geweigerde_declaratie_op(%(as_of)s))
        ) OVER (PARTITION BY gemeente_code, aanbieder_agb_code, referentie_nummer) AS eerste
    FROM core.prestatie AS p
    WHERE bekend_vanaf <= %(as_of)s
) AS regel
WHERE ARRAY[bericht_id, regelnummer] > eerste
