-- Each sum is taken on its own: that they add up is left to the constraints of the table.
INSERT INTO mart.kosten_maand (
    gemeente_code, maand, zorgcategorie, regels,
    gedeclareerd_cent, afgewezen_cent, goedgekeurd_cent, aangehouden_cent, gepubliceerd_cent
)
SELECT
    gemeente_code,
    maand,
    coalesce(zorgcategorie, 'niet gekoppeld'),
    count(*),
    sum(saldo_cent),
    coalesce(sum(saldo_cent) FILTER (WHERE lot = 'afgewezen'), 0),
    coalesce(sum(saldo_cent) FILTER (WHERE lot <> 'afgewezen'), 0),
    coalesce(sum(saldo_cent) FILTER (WHERE lot = 'aangehouden'), 0),
    coalesce(sum(saldo_cent) FILTER (WHERE lot = 'gepubliceerd'), 0)
FROM mart.prestatie
GROUP BY gemeente_code, maand, coalesce(zorgcategorie, 'niet gekoppeld')
