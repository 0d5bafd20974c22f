-- Inflow and outflow look at all categories at once, so they are equal on all rows of one youth and month.
INSERT INTO mart.gebruik_totaal_maand (gemeente_code, maand, jeugdigen, instroom, uitstroom)
SELECT
    gemeente_code,
    maand,
    count(*),
    sum(is_instroom::integer),
    sum(is_uitstroom::integer)
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
