SELECT
    v.gemeente_code,
    v.maand,
    v.zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    v.eenheid,
    coalesce(
        (
            SELECT c.betekenis
            FROM mapping.codelijst AS c
            WHERE c.lijst = 'WJ756' AND c.code = v.eenheid
            ORDER BY c.geldig_vanaf DESC
            LIMIT 1
        ),
        'Onbekende eenheid'
    ) AS eenheid_naam,
    v.regels,
    v.gedeclareerd_volume,
    v.gepubliceerd_volume
FROM mart.volume_maand AS v
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
