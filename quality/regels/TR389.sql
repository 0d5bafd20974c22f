-- One debit a child, allocation, product and period. What was rejected or taken back by a credit is no earlier
-- line, so the corrected one may follow (OP366).
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Dezelfde periode staat al in bericht %%s, regel %%s.', e.eerste[1], e.eerste[2]) AS toelichting
FROM quality.openstaande_debetregel_op(%(as_of)s) AS p
INNER JOIN (
    SELECT
        gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer, product_categorie, product_code,
        begindatum, einddatum,
        min(ARRAY[bericht_id, regelnummer]) FILTER (
            WHERE (bericht_id, regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(%(as_of)s))
        ) AS eerste
    FROM quality.openstaande_debetregel_op(%(as_of)s)
    GROUP BY
        gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer, product_categorie, product_code,
        begindatum, einddatum
    HAVING count(*) > 1
) AS e USING (
    gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer, product_categorie, product_code,
    begindatum, einddatum
)
WHERE ARRAY[p.bericht_id, p.regelnummer] > e.eerste
