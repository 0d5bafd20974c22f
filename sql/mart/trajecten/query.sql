-- A trajectory tells in the month in which it begins and in the month in which it ends.
WITH gebeurtenis AS (
    SELECT
        gemeente_code,
        date_trunc('month', m.dag::timestamp)::date AS maand,
        t.zorgcategorie,
        t.hulpvorm,
        j.geboortedatum,
        t.geslacht,
        t.verwijzer,
        t.aanbiederklasse,
        m.is_einde,
        t.is_voortijdig
    FROM bereik_looptijd AS t
    LEFT JOIN mart.jeugdige AS j USING (client_pseudoniem, gemeente_code)
    CROSS JOIN LATERAL (VALUES (t.van, FALSE), (t.tot, TRUE)) AS m (dag, is_einde)
    WHERE t.soort = 'traject' AND m.dag IS NOT NULL
),

cel AS MATERIALIZED (
    SELECT
        b.gemeente_code,
        b.maand,
        d.dimensie,
        d.waarde,
        count(*) AS aantal,
        count(*) FILTER (WHERE NOT b.is_einde) AS begonnen,
        count(*) FILTER (WHERE b.is_einde) AS beeindigd,
        count(b.is_voortijdig) FILTER (WHERE b.is_einde) AS met_reden,
        count(*) FILTER (WHERE b.is_einde AND b.is_voortijdig) AS voortijdig
    FROM gebeurtenis AS b
    CROSS JOIN
        LATERAL mart.dimensies(
            b.zorgcategorie, b.hulpvorm, mart.leeftijd(b.geboortedatum, b.maand), b.geslacht, b.verwijzer,
            b.aanbiederklasse
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
    sum(c.aantal) AS aantal,
    sum(c.begonnen) AS begonnen,
    sum(c.beeindigd) AS beeindigd,
    sum(c.met_reden) AS met_reden,
    sum(c.voortijdig) AS voortijdig
FROM cel AS c
INNER JOIN mart.gebied AS g USING (gemeente_code)
CROSS JOIN LATERAL mart.perioden(c.maand) AS p
GROUP BY 1, 2, 3, 4, 5, 6
