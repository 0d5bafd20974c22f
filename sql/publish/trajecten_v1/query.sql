-- A trajectory counts in every half-year in which it has a day, up to the one in which the marts were built.
-- The second reading is that of CBS, with ends imputed; it counts in one column.
SELECT
    t.gemeente_code,
    date_part('year', h.begin)::integer AS jaar,
    CASE WHEN date_part('month', h.begin) < 7 THEN 1 ELSE 2 END AS halfjaar,
    t.hulpvorm,
    (
        SELECT c.betekenis
        FROM mapping.codelijst AS c
        WHERE c.lijst = 'BIJ_hulpvorm' AND c.code = t.hulpvorm
        ORDER BY c.geldig_vanaf DESC
        LIMIT 1
    ) AS hulpvorm_naam,
    count(*) FILTER (WHERE NOT t.is_bijgeschat) AS lopend,
    count(*) FILTER (WHERE NOT t.is_bijgeschat AND t.begindatum >= h.begin) AS begonnen,
    count(*) FILTER (WHERE NOT t.is_bijgeschat AND t.begindatum >= h.begin AND t.begin_bron <> 'bericht')
        AS begonnen_afgeleid,
    count(*) FILTER (WHERE NOT t.is_bijgeschat AND t.einddatum < h.einde) AS geeindigd,
    count(*) FILTER (WHERE NOT t.is_bijgeschat AND t.einddatum < h.einde AND t.eind_bron <> 'bericht')
        AS geeindigd_afgeleid,
    count(*) FILTER (WHERE NOT t.is_bijgeschat AND t.einddatum < h.einde AND t.is_voortijdig) AS voortijdig,
    count(*) FILTER (WHERE t.is_bijgeschat) AS lopend_bijgeschat
FROM (
    SELECT
        *,
        FALSE AS is_bijgeschat
    FROM mart.traject_op(FALSE)
    UNION ALL
    SELECT
        *,
        TRUE
    FROM mart.traject_op(TRUE)
) AS t
CROSS JOIN mart.stand AS s
CROSS JOIN
    LATERAL (
        SELECT
            dag::date AS begin,
            (dag + interval '6 months')::date AS einde
        FROM generate_series(
            mart.begin_halfjaar(t.begindatum),
            mart.begin_halfjaar(least(t.einddatum, quality.dag(s.as_of))),
            interval '6 months'
        ) AS dag
    ) AS h
GROUP BY t.gemeente_code, h.begin, t.hulpvorm
