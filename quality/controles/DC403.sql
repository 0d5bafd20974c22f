-- Months of a code that was not in force.
SELECT DISTINCT
    k.gemeente_code,
    k.maand
FROM mart.kosten_maand AS k
LEFT JOIN mapping.gemeente AS g
    ON
        k.gemeente_code = g.gemeente_code
        AND k.maand >= g.geldig_vanaf
        AND (g.geldig_tot IS NULL OR k.maand < g.geldig_tot)
WHERE g.gemeente_code IS NULL
