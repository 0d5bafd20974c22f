-- The description is that of the nearest product book that has one, also when that book does not map it.
INSERT INTO mart.productcode (
    gemeente_code, product_categorie, product_code, pad, zorgcategorie, hulpvorm, omschrijving,
    regels, gedeclareerd_cent, gepubliceerd_cent, eerste_maand, laatste_maand
)
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
    INNER JOIN mapping.koppeling AS k
        ON
            e.eigenaar = k.eigenaar
            AND c.product_categorie = k.product_categorie
            AND c.product_code = k.product_code
    WHERE k.omschrijving IS NOT NULL
    ORDER BY c.gemeente_code ASC, c.product_categorie ASC, c.product_code ASC, e.rang ASC, k.geldig_vanaf DESC
)

SELECT
    p.gemeente_code,
    p.product_categorie,
    p.product_code,
    p.pad,
    coalesce(p.zorgcategorie, 'niet gekoppeld'),
    p.hulpvorm,
    o.omschrijving,
    count(*),
    sum(p.saldo_cent),
    coalesce(sum(p.saldo_cent) FILTER (WHERE p.lot = 'gepubliceerd'), 0),
    min(p.maand),
    max(p.maand)
FROM mart.prestatie AS p
LEFT JOIN omschrijving AS o USING (gemeente_code, product_categorie, product_code)
GROUP BY
    p.gemeente_code, p.product_categorie, p.product_code, p.pad, p.zorgcategorie, p.hulpvorm, o.omschrijving
