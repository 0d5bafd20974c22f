SELECT
    gemeente_code,
    maand,
    coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    eenheid,
    count(*) AS regels,
    sum(geleverd_volume) AS gedeclareerd_volume,
    coalesce(sum(geleverd_volume) FILTER (WHERE lot = 'gepubliceerd'), 0) AS gepubliceerd_volume
FROM bereik_prestatie
GROUP BY gemeente_code, maand, coalesce(zorgcategorie, 'niet gekoppeld'), eenheid
