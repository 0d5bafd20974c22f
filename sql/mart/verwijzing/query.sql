SELECT
    g.gebiedsoort,
    g.gebied_code,
    p.periodesoort,
    p.periode,
    c.verwijzer,
    c.naar,
    c.waarde,
    sum(c.aantal) AS aantal
FROM (
    SELECT
        t.gemeente_code,
        date_trunc('month', t.van::timestamp)::date AS maand,
        t.verwijzer,
        n.naar,
        n.waarde,
        count(*) AS aantal
    FROM bereik_looptijd AS t
    CROSS JOIN
        LATERAL (
            VALUES
            ('zorgcategorie', t.zorgcategorie),
            ('hulpvorm', t.hulpvorm),
            ('aanbiederklasse', t.aanbiederklasse)
        ) AS n (naar, waarde)
    WHERE t.soort = 'traject'
    GROUP BY 1, 2, 3, 4, 5
) AS c
INNER JOIN mart.gebied AS g USING (gemeente_code)
CROSS JOIN LATERAL mart.perioden(c.maand) AS p
GROUP BY 1, 2, 3, 4, 5, 6, 7
