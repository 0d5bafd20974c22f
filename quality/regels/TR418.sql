-- The tariff in the product book of the municipality, else of its region, on the first day of the period. A
-- tariff an hour declared in minutes is divided by 60 and rounded. A code without a tariff is not judged.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Gedeclareerd tarief %%s cent, het productboek noemt %%s cent.', product_tarief_cent, tarief)
        AS toelichting
FROM (
    SELECT DISTINCT ON (p.bericht_id, p.regelnummer)
        p.*,
        CASE
            WHEN p.eenheid = k.eenheid THEN k.tarief_cent
            WHEN p.eenheid = '01' AND k.eenheid = '04' THEN round(k.tarief_cent / 60.0)
        END AS tarief
    FROM %(bereik)s AS p
    INNER JOIN quality.boektarief_op(%(as_of)s) AS k USING (gemeente_code, product_categorie, product_code)
    WHERE p.debet_credit = 'D' AND p.begindatum <@ daterange(k.geldig_vanaf, k.geldig_tot)
    ORDER BY p.bericht_id, p.regelnummer, k.rang
) AS regel
WHERE product_tarief_cent <> tarief
