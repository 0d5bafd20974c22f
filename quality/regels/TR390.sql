-- A debit is taken back once; the first credit received that was not rejected stands.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Al gecrediteerd in bericht %%s.', eerder_bericht_id) AS toelichting
FROM (
    SELECT
        p.*,
        min(p.bericht_id) FILTER (
            WHERE (p.bericht_id, p.regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(%(as_of)s))
        ) OVER (
            PARTITION BY gemeente_code, aanbieder_agb_code, vorig_referentie_nummer
            ORDER BY bekend_vanaf, bericht_id, regelnummer
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS eerder_bericht_id
    FROM core.prestatie AS p
    WHERE bekend_vanaf <= %(as_of)s AND debet_credit = 'C' AND vorig_referentie_nummer IS NOT NULL
) AS geordend
WHERE eerder_bericht_id IS NOT NULL
