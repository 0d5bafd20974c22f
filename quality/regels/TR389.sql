-- One debit a child, allocation, product and period. What was rejected or taken back by a credit is no earlier
-- line, so the corrected one may follow (OP366).
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Dezelfde productperiode staat al in bericht %%s.', eerder_bericht_id) AS toelichting
FROM (
    SELECT
        p.*,
        min(p.bericht_id) FILTER (
            WHERE (p.bericht_id, p.regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(%(as_of)s))
        ) OVER (
            PARTITION BY
                gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer,
                product_categorie, product_code, begindatum, einddatum
            ORDER BY bekend_vanaf, bericht_id, regelnummer
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS eerder_bericht_id
    FROM quality.openstaande_debetregel_op(%(as_of)s) AS p
) AS geordend
WHERE eerder_bericht_id IS NOT NULL
