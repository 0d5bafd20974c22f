-- Monthly sums against the lines, per municipality.
SELECT gemeente_code
FROM (
    SELECT
        gemeente_code,
        sum(gedeclareerd_cent) AS gedeclareerd,
        sum(afgewezen_cent) AS afgewezen,
        sum(goedgekeurd_cent) AS goedgekeurd,
        sum(aangehouden_cent) AS aangehouden,
        sum(gepubliceerd_cent) AS gepubliceerd
    FROM mart.kosten_maand
    GROUP BY gemeente_code
) AS k
FULL JOIN (
    SELECT
        gemeente_code,
        sum(saldo_cent) AS regels
    FROM mart.prestatie
    GROUP BY gemeente_code
) AS p USING (gemeente_code)
WHERE
    regels IS DISTINCT FROM gedeclareerd
    OR goedgekeurd <> gedeclareerd - afgewezen
    OR gepubliceerd <> goedgekeurd - aangehouden
