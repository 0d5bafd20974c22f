-- The triangle with months that run from day to day: what came in the first days of a month, up to today's, belongs
-- to the month before it, so that every month of care is seen as it stood on this day of the month.
WITH ontvangen AS (
    SELECT
        gemeente_code,
        zorgcategorie,
        maand,
        least(
            (date_trunc('month', ontvangen_datum) - make_interval(
                months => (extract(DAY FROM ontvangen_datum) <= %(dag)s)::integer
            ))::date,
            %(laatste)s
        ) AS ontvangen_maand,
        regels,
        goedgekeurd_cent
    FROM mart.driehoek
    WHERE maand BETWEEN %(laatste)s - make_interval(months => %(max_leeftijd)s) AND %(laatste)s
)

SELECT
    o.gemeente_code::text AS gemeente_code,
    coalesce(g.regio_code, '') AS regio_code,
    o.zorgcategorie,
    12 * extract(YEAR FROM age(%(laatste)s, o.maand))::integer
    + extract(MONTH FROM age(%(laatste)s, o.maand))::integer AS leeftijd,
    greatest(
        12 * extract(YEAR FROM age(o.ontvangen_maand, o.maand))::integer
        + extract(MONTH FROM age(o.ontvangen_maand, o.maand))::integer,
        0
    ) AS vertraging,
    sum(o.regels)::bigint AS regels,
    sum(o.goedgekeurd_cent)::bigint AS cent
FROM ontvangen AS o
INNER JOIN mart.gemeente AS g USING (gemeente_code)
GROUP BY 1, 2, 3, 4, 5
