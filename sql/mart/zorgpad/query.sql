WITH eerste AS (
    SELECT
        client_pseudoniem,
        gemeente_code,
        zorgcategorie,
        min(lower(maanden)) AS maand
    FROM bereik_jeugdige_zorg
    GROUP BY client_pseudoniem, gemeente_code, zorgcategorie
),

stap AS (
    SELECT
        client_pseudoniem,
        gemeente_code,
        maand,
        string_agg(zorgcategorie, ' + ' ORDER BY zorgcategorie COLLATE "C") AS zorg,
        row_number() OVER (PARTITION BY client_pseudoniem, gemeente_code ORDER BY maand) AS nummer
    FROM eerste
    GROUP BY client_pseudoniem, gemeente_code, maand
),

pad AS (
    SELECT
        gemeente_code,
        min(maand) AS maand,
        string_agg(zorg, ' > ' ORDER BY nummer) FILTER (WHERE nummer <= 5)
        || CASE WHEN count(*) > 5 THEN ' > …' ELSE '' END AS zorgpad
    FROM stap
    GROUP BY client_pseudoniem, gemeente_code
)

SELECT
    g.gebiedsoort,
    g.gebied_code,
    p.periodesoort,
    p.periode,
    c.zorgpad,
    sum(c.jeugdigen) AS jeugdigen
FROM (
    SELECT
        gemeente_code,
        maand,
        zorgpad,
        count(*) AS jeugdigen
    FROM pad
    GROUP BY gemeente_code, maand, zorgpad
) AS c
INNER JOIN mart.gebied AS g USING (gemeente_code)
CROSS JOIN LATERAL mart.perioden(c.maand) AS p
GROUP BY g.gebiedsoort, g.gebied_code, p.periodesoort, p.periode, c.zorgpad
