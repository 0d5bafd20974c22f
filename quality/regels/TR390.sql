-- A debit is taken back once; the first credit received that was not rejected stands.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Al gecrediteerd in bericht %%s, regel %%s.', e.eerste[1], e.eerste[2]) AS toelichting
FROM core.prestatie AS p
INNER JOIN (
    SELECT
        gemeente_code,
        aanbieder_agb_code,
        vorig_referentie_nummer,
        min(ARRAY[bericht_id, regelnummer]) FILTER (
            WHERE (bericht_id, regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(%(as_of)s))
        ) AS eerste
    FROM core.prestatie
    WHERE bekend_vanaf <= %(as_of)s AND debet_credit = 'C'
    GROUP BY gemeente_code, aanbieder_agb_code, vorig_referentie_nummer
    HAVING count(*) > 1
) AS e USING (gemeente_code, aanbieder_agb_code, vorig_referentie_nummer)
WHERE
    p.bekend_vanaf <= %(as_of)s
    AND p.debet_credit = 'C'
    AND ARRAY[p.bericht_id, p.regelnummer] > e.eerste
