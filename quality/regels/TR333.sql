-- The number of a declaration, within one provider and municipality; the first received stands. A declaration
-- refused as a whole counts as never sent. The finding is on the whole message.
SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent AS bedrag_cent,
    format('DeclaratieNummer al gebruikt in bericht %%s.', e.eerste) AS toelichting
FROM core.declaratie AS d
INNER JOIN (
    SELECT
        gemeente_code,
        aanbieder_agb_code,
        declaratie_nummer,
        min(bericht_id) FILTER (
            WHERE bericht_id NOT IN (SELECT quality.geweigerde_declaratie_op(%(as_of)s))
        ) AS eerste
    FROM core.declaratie
    WHERE bekend_vanaf <= %(as_of)s
    GROUP BY gemeente_code, aanbieder_agb_code, declaratie_nummer
    HAVING count(*) > 1
) AS e USING (gemeente_code, aanbieder_agb_code, declaratie_nummer)
WHERE d.bekend_vanaf <= %(as_of)s AND d.bericht_id > e.eerste
