SELECT
    g.gemeente_code,
    g.maand,
    g.zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    g.jeugdigen,
    g.instroom,
    g.doorstroom,
    g.uitstroom
FROM mart.gebruik_maand AS g
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
