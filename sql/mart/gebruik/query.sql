-- Youths of one municipality who were in care in the same months count the same in every period: they are put
-- together first. Who had care in one municipality only counts with it in its region and in the country; who
-- had it in more is told in each of those areas as well.
WITH plek AS MATERIALIZED (
    SELECT
        z.*,
        g.gebiedsoort,
        g.gebied_code,
        count(*) OVER plek AS soorten,
        range_agg(z.maanden) OVER plek AS in_zorg,
        max(z.geboortedatum) OVER plek AS geboren_op,
        coalesce(max(z.geslacht) OVER plek, 'onbekend') AS sekse
    FROM (
        SELECT
            z.*,
            j.geboortedatum,
            j.geslacht,
            min(gemeente_code) OVER jeugdige = max(gemeente_code) OVER jeugdige AS is_enige
        FROM bereik_jeugdige_zorg AS z
        LEFT JOIN mart.jeugdige AS j USING (client_pseudoniem, gemeente_code)
        WINDOW jeugdige AS (PARTITION BY client_pseudoniem)
    ) AS z
    INNER JOIN mart.gebied AS g
        ON z.gemeente_code = g.gemeente_code AND (g.gebiedsoort = 'gemeente' OR NOT z.is_enige)
    WINDOW plek AS (PARTITION BY z.client_pseudoniem, g.gebiedsoort, g.gebied_code)
),

-- A band that holds for all that can be asked needs no date of birth.
soort AS (
    SELECT
        p.client_pseudoniem,
        p.gebiedsoort,
        p.gebied_code,
        p.is_enige,
        p.soorten,
        d.dimensie,
        d.waarde,
        CASE WHEN d.waarde = 'wisselt' THEN p.geboren_op END AS geboortedatum,
        p.in_zorg,
        p.maanden
    FROM (
        SELECT
            *,
            mart.leeftijd(
                geboren_op, (date_trunc('year', lower(in_zorg)::timestamp) - interval '1 year')::date
            )
                AS van_leeftijd,
            mart.leeftijd(geboren_op, upper(in_zorg)) AS tot_leeftijd
        FROM plek
    ) AS p
    CROSS JOIN LATERAL mart.dimensies(
        p.zorgcategorie,
        p.hulpvorm,
        CASE WHEN p.van_leeftijd = p.tot_leeftijd THEN p.van_leeftijd ELSE 'wisselt' END,
        p.sekse,
        p.verwijzer,
        p.aanbiederklasse
    ) AS d
),

groep AS MATERIALIZED (
    SELECT
        gebiedsoort,
        gebied_code,
        is_enige,
        dimensie,
        waarde,
        geboortedatum,
        in_zorg,
        maanden,
        count(*) AS aantal
    FROM (
        SELECT * FROM soort
        WHERE soorten = 1
        UNION ALL
        SELECT
            client_pseudoniem,
            gebiedsoort,
            gebied_code,
            is_enige,
            soorten,
            dimensie,
            waarde,
            geboortedatum,
            in_zorg,
            range_agg(maanden)
        FROM soort
        WHERE soorten > 1
        GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
    ) AS jeugdige
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
),

periode AS (
    SELECT DISTINCT
        s.periodesoort,
        s.periode,
        daterange(s.periode, (s.periode + lengte)::date) AS dagen,
        daterange((s.periode - lengte)::date, s.periode) AS ervoor,
        daterange((s.periode + lengte)::date, (s.periode + 2 * lengte)::date) AS erna
    FROM (SELECT
        min(lower(in_zorg)) AS eerste,
        max(upper(in_zorg)) AS laatste
    FROM groep) AS grens
    CROSS JOIN LATERAL generate_series(eerste, laatste - 1, interval '1 month') AS m (maand)
    CROSS JOIN LATERAL mart.perioden(m.maand::date) AS s
    CROSS JOIN LATERAL mart.periodelengte(s.periodesoort) AS lengte
),

cel AS (
    SELECT
        t.periodesoort,
        t.periode,
        c.*
    FROM periode AS t
    CROSS JOIN LATERAL (
        SELECT
            p.gebiedsoort,
            p.gebied_code,
            p.is_enige,
            p.dimensie,
            CASE p.waarde WHEN 'wisselt' THEN mart.leeftijd(p.geboortedatum, t.periode) ELSE p.waarde END
                AS waarde,
            sum(p.aantal) AS jeugdigen,
            sum(p.aantal) FILTER (WHERE NOT p.in_zorg && t.ervoor) AS instroom,
            sum(p.aantal) FILTER (
                WHERE p.in_zorg && t.ervoor
                AND (
                    NOT p.maanden && t.ervoor
                    OR mart.leeftijd(p.geboortedatum, lower(t.ervoor))
                    <> mart.leeftijd(p.geboortedatum, t.periode)
                )
            ) AS doorstroom,
            sum(p.aantal) FILTER (WHERE NOT p.in_zorg && t.erna) AS uitstroom
        FROM groep AS p
        WHERE p.maanden && t.dagen
        GROUP BY 1, 2, 3, 4, 5
    ) AS c
)

SELECT
    coalesce(g.gebiedsoort, c.gebiedsoort) AS gebiedsoort,
    coalesce(g.gebied_code, c.gebied_code) AS gebied_code,
    c.periodesoort,
    c.periode,
    c.dimensie,
    c.waarde,
    sum(c.jeugdigen) AS jeugdigen,
    coalesce(sum(c.instroom), 0) AS instroom,
    coalesce(sum(c.doorstroom), 0) AS doorstroom,
    coalesce(sum(c.uitstroom), 0) AS uitstroom
FROM cel AS c
LEFT JOIN mart.gebied AS g ON c.is_enige AND c.gebied_code = g.gemeente_code
GROUP BY 1, 2, 3, 4, 5, 6
