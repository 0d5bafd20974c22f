-- A debit is taken back once; the first credit received that was not rejected stands.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Al gecrediteerd in bericht %%s, regel %%s.', eerste[1], eerste[2]) AS toelichting
FROM (
    SELECT
        p.*,
        min(ARRAY[bericht_id, regelnummer]) FILTER (
            WHERE (bericht_id, regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(%(as_of)s))
        ) OVER (PARTITION BY gemeente_code, aanbieder_agb_code, vorig_referentie_nummer) AS eerste
    FROM core.prestatie AS p
    WHERE bekend_vanaf <= %(as_of)s AND debet_credit = 'C' AND vorig_referentie_nummer IS NOT NULL
) AS regel
WHERE ARRAY[bericht_id, regelnummer] > eerste
