-- As mart.kosten, per unit in which volumes add up.
WITH soort AS MATERIALIZED (
    SELECT
        gemeente_code,
        maand,
        zorgcategorie,
        hulpvorm,
        leeftijd,
        geslacht,
        verwijzer,
        aanbiederklasse,
        eenheid,
        sum(regels)::bigint AS regels,
        sum(gepubliceerd_volume)::bigint AS volume,
        count(*) FILTER (WHERE gepubliceerd_volume > 0) AS zorgmaanden,
        sum(gepubliceerd_cent)::bigint AS gepubliceerd_cent
    FROM bereik_jeugdige_maand
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
),

cel AS MATERIALIZED (
    SELECT
        s.gemeente_code,
        s.maand,
        d.dimensie,
        d.waarde,
        s.eenheid,
        sum(s.regels)::bigint AS regels,
        sum(s.volume)::bigint AS volume,
        sum(s.zorgmaanden)::bigint AS zorgmaanden,
        sum(s.gepubliceerd_cent)::bigint AS gepubliceerd_cent
    FROM soort AS s
    CROSS JOIN
        LATERAL mart.dimensies(
            s.zorgcategorie, s.hulpvorm, s.leeftijd, s.geslacht, s.verwijzer, s.aanbiederklasse
        ) AS d
    GROUP BY 1, 2, 3, 4, 5
)

SELECT
    g.gebiedsoort,
    g.gebied_code,
    p.periodesoort,
    p.periode,
    c.dimensie,
    c.waarde,
    c.eenheid,
    sum(c.regels) AS regels,
    sum(c.volume) AS volume,
    sum(c.zorgmaanden) AS zorgmaanden,
    sum(c.gepubliceerd_cent) AS gepubliceerd_cent
FROM cel AS c
INNER JOIN mart.gebied AS g USING (gemeente_code)
CROSS JOIN LATERAL mart.perioden(c.maand) AS p
GROUP BY 1, 2, 3, 4, 5, 6, 7
