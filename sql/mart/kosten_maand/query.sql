-- Each sum is taken on its own: that they add up is left to the constraints of the table.
SELECT
    gemeente_code,
    maand,
    coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    count(*) AS regels,
    sum(saldo_cent) AS gedeclareerd_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE lot = 'afgewezen'), 0) AS afgewezen_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE lot <> 'afgewezen'), 0) AS goedgekeurd_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE lot = 'aangehouden'), 0) AS aangehouden_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE lot = 'gepubliceerd'), 0) AS gepubliceerd_cent
FROM bereik_prestatie
GROUP BY gemeente_code, maand, coalesce(zorgcategorie, 'niet gekoppeld')
