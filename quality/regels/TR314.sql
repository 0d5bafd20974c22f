-- Within one provider and municipality, for a municipality does not see the messages of another. The first
-- received stands. A declaration refused as a whole counts as never sent, and takes no number.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Al gebruikt in bericht %%s, regel %%s.', e.eerste[1], e.eerste[2]) AS toelichting
FROM core.prestatie AS p
INNER JOIN (
    SELECT
        gemeente_code,
        aanbieder_agb_code,
        referentie_nummer,
        min(ARRAY[bericht_id, regelnummer]) FILTER (
            WHERE bericht_id NOT IN (SELECT quality.geweigerde_declaratie_op(%(as_of)s))
        ) AS eerste
    FROM core.prestatie
    WHERE bekend_vanaf <= %(as_of)s
    GROUP BY gemeente_code, aanbieder_agb_code, referentie_nummer
    HAVING count(*) > 1
) AS e USING (gemeente_code, aanbieder_agb_code, referentie_nummer)
WHERE p.bekend_vanaf <= %(as_of)s AND ARRAY[p.bericht_id, p.regelnummer] > e.eerste
