INSERT INTO mart.volume_maand (
    gemeente_code, maand, zorgcategorie, eenheid, regels, gedeclareerd_volume, gepubliceerd_volume
)
SELECT
    gemeente_code,
    maand,
    coalesce(zorgcategorie, 'niet gekoppeld'),
    eenheid,
    count(*),
    sum(geleverd_volume),
    coalesce(sum(geleverd_volume) FILTER (WHERE lot = 'gepubliceerd'), 0)
FROM mart.prestatie
GROUP BY gemeente_code, maand, coalesce(zorgcategorie, 'niet gekoppeld'), eenheid
