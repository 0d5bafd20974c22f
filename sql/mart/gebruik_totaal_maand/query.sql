-- Inflow and outflow look at all categories at once, so they are equal on all rows of one youth and month.
SELECT
    gemeente_code,
    maand,
    count(*) AS jeugdigen,
    sum(is_instroom::integer) AS instroom,
    sum(is_uitstroom::integer) AS uitstroom
FROM (
    SELECT DISTINCT
        gemeente_code,
        maand,
        client_pseudoniem,
        is_instroom,
        is_uitstroom
    FROM mart.jeugdige_maand
) AS jeugdige
GROUP BY gemeente_code, maand
