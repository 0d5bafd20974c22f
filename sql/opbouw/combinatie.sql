-- The combinations in use: those known, and those of new lines.
CREATE TEMPORARY TABLE bereik_combinatie ON COMMIT DROP AS
SELECT
    gemeente_code,
    product_categorie,
    product_code,
    maand
FROM mart.koppeling
UNION
SELECT
    gemeente_code,
    product_categorie,
    product_code,
    maand
FROM core.prestatie
INNER JOIN opbouw_bericht USING (bericht_id);
ANALYZE bereik_combinatie
