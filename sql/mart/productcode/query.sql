-- The description is that of the nearest product book that has one, also when that book does not map it.
WITH eigenaar AS (
    SELECT
        gemeente_code,
        gemeente_code AS eigenaar,
        1 AS rang
    FROM mart.gemeente
    UNION ALL
    SELECT
        gemeente_code,
        regio_code,
        2
    FROM mart.gemeente
    UNION ALL
    SELECT
        gemeente_code,
        'landelijk',
        3
    FROM mart.gemeente
),

omschrijving AS (
    SELECT DISTINCT ON (c.gemeente_code, c.product_categorie, c.product_code)
        c.gemeente_code,
        c.product_categorie,
        c.product_code,
        k.omschrijving
    FROM (SELECT DISTINCT
        gemeente_code,
        product_categorie,
        product_code
    FROM mart.koppeling) AS c
    INNER JOIN eigenaar AS e USING (gemeente_code)
    INNER JOIN mapping.koppeling_op(%(as_of)s) AS k
        ON
            e.eigenaar = k.eigenaar
            AND c.product_categorie = k.product_categorie
            AND c.product_code = k.product_code
    WHERE k.omschrijving IS NOT NULL
    ORDER BY c.gemeente_code ASC, c.product_categorie ASC, c.product_code ASC, e.rang ASC, k.geldig_vanaf DESC
),

gebruikt AS (
    SELECT
        gemeente_code,
        product_categorie,
        product_code,
        pad,
        zorgcategorie,
        hulpvorm,
        sum(regels) AS regels,
        sum(gedeclareerd_cent) AS gedeclareerd_cent,
        sum(gepubliceerd_cent) AS gepubliceerd_cent,
        min(maand) AS eerste_maand,
        max(maand) AS laatste_maand
    FROM mart.productcode_maand
    GROUP BY gemeente_code, product_categorie, product_code, pad, zorgcategorie, hulpvorm
)

SELECT
    u.gemeente_code,
    u.product_categorie,
    u.product_code,
    u.pad,
    u.zorgcategorie,
    u.hulpvorm,
    o.omschrijving,
    u.regels,
    u.gedeclareerd_cent,
    u.gepubliceerd_cent,
    u.eerste_maand,
    u.laatste_maand
FROM gebruikt AS u
LEFT JOIN omschrijving AS o USING (gemeente_code, product_categorie, product_code)
