-- What came before the first month and what comes after the last is unknown, not nought.
SELECT
    g.gebied_code AS gemeente_code,
    g.periode AS maand,
    g.jeugdigen AS jeugdigen_totaal,
    CASE WHEN g.periode > b.eerste THEN g.instroom END AS instroom_totaal,
    CASE WHEN g.periode < b.laatste THEN g.uitstroom END AS uitstroom_totaal
FROM mart.gebruik AS g
INNER JOIN mart.bekend AS b USING (gebiedsoort, gebied_code, periodesoort)
WHERE g.gebiedsoort = 'gemeente' AND g.periodesoort = 'maand' AND g.dimensie = 'totaal'
