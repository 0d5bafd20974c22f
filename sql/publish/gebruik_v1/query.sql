-- What came before the first month and what comes after the last is unknown, not nought.
SELECT
    g.gebied_code AS gemeente_code,
    g.periode AS maand,
    g.waarde AS zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    g.jeugdigen,
    CASE WHEN g.periode > b.eerste THEN g.instroom END AS instroom,
    CASE WHEN g.periode > b.eerste THEN g.doorstroom END AS doorstroom,
    CASE WHEN g.periode < b.laatste THEN g.uitstroom END AS uitstroom
FROM mart.gebruik AS g
INNER JOIN mart.bekend AS b USING (gebiedsoort, gebied_code, periodesoort)
LEFT JOIN mapping.zorgcategorie AS z ON g.waarde = z.zorgcategorie
WHERE g.gebiedsoort = 'gemeente' AND g.periodesoort = 'maand' AND g.dimensie = 'zorgcategorie'
