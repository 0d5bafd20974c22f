SELECT
    gemeente_code,
    pad,
    count(DISTINCT product_categorie || product_code) AS codes,
    sum(regels)::bigint AS regels,
    (sum(gedeclareerd_cent) / 100.0)::numeric(14, 2) AS gedeclareerd_euro
FROM mart.productcode
GROUP BY gemeente_code, pad
