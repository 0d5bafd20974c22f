-- upper() of a stretch is the first month without care: m + 1.
WITH stuk AS (
    SELECT
        client_pseudoniem,
        gemeente_code,
        upper(s.maanden) AS eerste_zonder,
        lead(lower(s.maanden))
            OVER (PARTITION BY client_pseudoniem, gemeente_code ORDER BY s.maanden)
            AS hervat
    FROM (
        SELECT
            client_pseudoniem,
            gemeente_code,
            unnest(range_agg(maanden)) AS maanden
        FROM bereik_jeugdige_zorg
        GROUP BY client_pseudoniem, gemeente_code
    ) AS s
),

einde AS (
    SELECT
        client_pseudoniem,
        gemeente_code,
        (eerste_zonder - interval '1 month')::date AS maand,
        coalesce(hervat <= eerste_zonder + interval '11 months', FALSE) AS is_herhaald
    FROM stuk
    WHERE hervat IS NULL OR hervat >= eerste_zonder + interval '3 months'
),

-- A youth counts once a value, however many kinds of care it had that month.
jeugdige AS (
    SELECT DISTINCT
        client_pseudoniem,
        gemeente_code,
        e.maand,
        d.dimensie,
        d.waarde,
        e.is_herhaald
    FROM einde AS e
    INNER JOIN bereik_jeugdige_zorg AS z USING (client_pseudoniem, gemeente_code)
    LEFT JOIN mart.jeugdige AS j USING (client_pseudoniem, gemeente_code)
    CROSS JOIN
        LATERAL mart.dimensies(
            z.zorgcategorie,
            z.hulpvorm,
            mart.leeftijd(j.geboortedatum, e.maand),
            coalesce(j.geslacht, 'onbekend'),
            z.verwijzer, z.aanbiederklasse
        ) AS d
    WHERE z.maanden @> e.maand
),

cel AS (
    SELECT
        gemeente_code,
        maand,
        dimensie,
        waarde,
        count(*) AS afgesloten,
        count(*) FILTER (WHERE is_herhaald) AS herhaald
    FROM jeugdige
    GROUP BY gemeente_code, maand, dimensie, waarde
)

SELECT
    g.gebiedsoort,
    g.gebied_code,
    p.periodesoort,
    p.periode,
    c.dimensie,
    c.waarde,
    sum(c.afgesloten) AS afgesloten,
    sum(c.herhaald) AS herhaald
FROM cel AS c
INNER JOIN mart.gebied AS g USING (gemeente_code)
CROSS JOIN LATERAL mart.perioden(c.maand) AS p
GROUP BY g.gebiedsoort, g.gebied_code, p.periodesoort, p.periode, c.dimensie, c.waarde
