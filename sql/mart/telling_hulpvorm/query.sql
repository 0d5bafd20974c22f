SELECT
    gemeente_code,
    jaar,
    halfjaar,
    hulpvorm,
    count(*) AS jeugdigen
FROM (
    SELECT
        gemeente_code,
        extract(YEAR FROM maand)::integer AS jaar,
        CASE WHEN extract(MONTH FROM maand) <= 6 THEN 1 ELSE 2 END AS halfjaar,
        hulpvorm
    FROM bereik_jeugdige_maand
    WHERE hulpvorm NOT IN ('geen', 'niet gekoppeld')
    GROUP BY client_pseudoniem, gemeente_code, jaar, halfjaar, hulpvorm
    HAVING sum(gepubliceerd_cent) > 0
) AS jeugdige
GROUP BY gemeente_code, jaar, halfjaar, hulpvorm
