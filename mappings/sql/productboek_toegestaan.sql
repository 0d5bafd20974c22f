-- The codes a product book may use on geldig_vanaf, as (soort, code); a hulpvorm goes with its zorgcategorie.
SELECT
    'product_categorie' AS soort,
    c.code
FROM mapping.codelijst AS c
WHERE
    c.lijst = 'JZ020'
    AND c.geldig_vanaf <= %(geldig_vanaf)s AND (c.geldig_tot > %(geldig_vanaf)s OR c.geldig_tot IS NULL)
UNION ALL
SELECT
    'eenheid',
    c.code
FROM mapping.codelijst AS c
WHERE
    c.lijst = 'WJ756'
    AND c.geldig_vanaf <= %(geldig_vanaf)s AND (c.geldig_tot > %(geldig_vanaf)s OR c.geldig_tot IS NULL)
UNION ALL
SELECT
    'zorgcategorie',
    z.zorgcategorie
FROM mapping.zorgcategorie AS z
UNION ALL
SELECT
    'hulpvorm ' || n.zorgcategorie,
    h.code
FROM mapping.zorgcategorie_naar AS n
CROSS JOIN LATERAL unnest(array_append(n.ook_toegestaan, n.doel)) AS h (code)
WHERE
    n.indeling = 'hulpvorm' AND h.code IS NOT NULL
    AND n.geldig_vanaf <= %(geldig_vanaf)s AND (n.geldig_tot > %(geldig_vanaf)s OR n.geldig_tot IS NULL)
