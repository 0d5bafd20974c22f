-- Each combination is resolved once: some hundred thousand of them stand for ten million lines.
INSERT INTO mart.koppeling (
    gemeente_code, product_categorie, product_code, maand, zorgcategorie, hulpvorm, pad, koppeling_id
)
SELECT
    c.gemeente_code,
    c.product_categorie,
    c.product_code,
    c.maand,
    k.zorgcategorie,
    k.hulpvorm,
    k.pad,
    k.koppeling_id
FROM (
    SELECT DISTINCT
        gemeente_code,
        product_categorie,
        product_code,
        maand
    FROM core.prestatie
    WHERE bekend_vanaf <= %(as_of)s
) AS c
CROSS JOIN LATERAL mapping.koppel(c.gemeente_code, c.product_categorie, c.product_code, c.maand) AS k
