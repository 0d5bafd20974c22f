-- A month that does not follow on the month before it.
SELECT
    gemeente_code,
    maand
FROM (
    SELECT
        gemeente_code,
        maand,
        lag(maand) OVER (PARTITION BY gemeente_code ORDER BY maand) AS vorige
    FROM mart.kosten_maand
    GROUP BY gemeente_code, maand
) AS m
WHERE maand > vorige + interval '1 month'
