-- How much of what was declared and known at as_of is mapped, by municipality and by the level that decided.
WITH combinatie AS (
    SELECT
        p.gemeente_code,
        p.product_categorie,
        p.product_code,
        p.maand,
        count(*) AS regels,
        sum(p.saldo_cent) AS bedrag_cent
    FROM core.prestatie AS p
    WHERE p.bekend_vanaf <= %(as_of)s
    GROUP BY p.gemeente_code, p.product_categorie, p.product_code, p.maand
)
SELECT
    c.gemeente_code,
    k.pad,
    count(DISTINCT c.product_categorie || ' ' || c.product_code) AS codes,
    sum(c.regels)::bigint AS regels,
    sum(c.bedrag_cent)::bigint AS bedrag_cent
FROM combinatie AS c
CROSS JOIN
    LATERAL mapping.koppel(
        c.gemeente_code, c.product_categorie, c.product_code, c.maand, %(as_of)s
    ) AS k
GROUP BY c.gemeente_code, k.pad
ORDER BY c.gemeente_code, array_position(
    ARRAY['gemeente', 'regio', 'landelijk', 'productcategorie', 'niet gekoppeld'], k.pad
)
