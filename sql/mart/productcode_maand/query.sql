SELECT
    gemeente_code,
    product_categorie,
    product_code,
    pad,
    coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    hulpvorm,
    maand,
    count(*) AS regels,
    sum(saldo_cent) AS gedeclareerd_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE lot = 'gepubliceerd'), 0) AS gepubliceerd_cent
FROM bereik_prestatie
GROUP BY
    gemeente_code, product_categorie, product_code, pad, coalesce(zorgcategorie, 'niet gekoppeld'), hulpvorm,
    maand
