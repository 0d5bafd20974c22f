-- One debit a child, allocation, product and period. What was rejected or taken back by a credit is no first
-- line, so that the corrected one may follow (OP366).
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Dezelfde periode staat al in bericht %%s, regel %%s.', eerste[1], eerste[2]) AS toelichting
FROM (
    SELECT
        p.*,
        min(ARRAY[bericht_id, regelnummer]) FILTER (
            WHERE (bericht_id, regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(%(as_of)s))
        ) OVER (
            PARTITION BY
                gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer,
                product_categorie, product_code, begindatum, einddatum
        ) AS eerste
    FROM quality.openstaande_debetregel_op(%(as_of)s) AS p
) AS regel
WHERE ARRAY[bericht_id, regelnummer] > eerste
