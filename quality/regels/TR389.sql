-- One debit a child, allocation, product and period. Debits that were rejected or that a credit takes back do
-- not count, so the corrected line may follow (OP366).
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Dezelfde productperiode staat al in bericht %%s.', eerste_bericht_id) AS toelichting
FROM (
    SELECT
        p.*,
        row_number() OVER volgorde AS volgnummer,
        first_value(p.bericht_id) OVER volgorde AS eerste_bericht_id
    FROM quality.openstaande_debetregel_op(%(as_of)s) AS p
    WINDOW volgorde AS (
        PARTITION BY
            gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer,
            product_categorie, product_code, begindatum, einddatum
        ORDER BY bekend_vanaf, bericht_id, regelnummer
    )
) AS geordend
WHERE volgnummer > 1
