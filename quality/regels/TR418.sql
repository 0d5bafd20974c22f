-- The tariff in the product book of the municipality, else of its region, on the first day of the period.
-- A tariff an hour declared in minutes is divided by 60 and rounded. A code without a tariff in a book is
-- not judged.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Gedeclareerd tarief %%s cent, het productboek noemt %%s cent.', product_tarief_cent, tarief_cent)
        AS toelichting
FROM (
    SELECT DISTINCT ON (p.bericht_id, p.regelnummer)
        p.*,
        CASE
            WHEN p.eenheid = k.eenheid THEN k.tarief_cent
            WHEN p.eenheid = '01' AND k.eenheid = '04' THEN round(k.tarief_cent / 60.0)
        END AS tarief_cent
    FROM %(bereik)s AS p
    LEFT JOIN mapping.gemeente AS g
        ON p.gemeente_code = g.gemeente_code AND p.begindatum <@ daterange(g.geldig_vanaf, g.geldig_tot)
    INNER JOIN mapping.koppeling AS k
        ON
            p.product_categorie = k.product_categorie AND p.product_code = k.product_code
            AND k.eigenaar IN (p.gemeente_code, g.regio_code)
            AND p.begindatum <@ daterange(k.geldig_vanaf, k.geldig_tot)
    WHERE k.tarief_cent IS NOT NULL AND p.debet_credit = 'D'
    ORDER BY p.bericht_id, p.regelnummer, k.niveau
) AS regel
WHERE product_tarief_cent <> tarief_cent
