-- Lines to kinds of youths a month, those to one dimension at a time, and these to areas and periods. Sums
-- are cast back to whole numbers: summing numeric takes longer.
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
        sum(regels)::bigint AS regels,
        sum(gedeclareerd_cent)::bigint AS gedeclareerd_cent,
        sum(afgewezen_cent)::bigint AS afgewezen_cent,
        sum(aangehouden_cent)::bigint AS aangehouden_cent,
        sum(gepubliceerd_cent)::bigint AS gepubliceerd_cent
    FROM bereik_jeugdige_maand
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
),

cel AS MATERIALIZED (
    SELECT
        s.gemeente_code,
        s.maand,
        d.dimensie,
        d.waarde,
        sum(s.regels)::bigint AS regels,
        sum(s.gedeclareerd_cent)::bigint AS gedeclareerd_cent,
        sum(s.afgewezen_cent)::bigint AS afgewezen_cent,
        sum(s.aangehouden_cent)::bigint AS aangehouden_cent,
        sum(s.gepubliceerd_cent)::bigint AS gepubliceerd_cent
    FROM soort AS s
    CROSS JOIN
        LATERAL mart.dimensies(
            s.zorgcategorie, s.hulpvorm, s.leeftijd, s.geslacht, s.verwijzer, s.aanbiederklasse
        ) AS d
    GROUP BY 1, 2, 3, 4
)

SELECT
    g.gebiedsoort,
    g.gebied_code,
    p.periodesoort,
    p.periode,
    c.dimensie,
    c.waarde,
    sum(c.regels) AS regels,
    sum(c.gedeclareerd_cent) AS gedeclareerd_cent,
    sum(c.afgewezen_cent) AS afgewezen_cent,
    sum(c.aangehouden_cent) AS aangehouden_cent,
    sum(c.gepubliceerd_cent) AS gepubliceerd_cent
FROM cel AS c
INNER JOIN mart.gebied AS g USING (gemeente_code)
CROSS JOIN LATERAL mart.perioden(c.maand) AS p
GROUP BY 1, 2, 3, 4, 5, 6
