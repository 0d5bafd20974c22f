-- Every line counts as declared for the first time; what a chain knows better is moved to where it belongs.
-- Each sum is taken on its own: that they add up is left to the constraints of the table.
SELECT
    gemeente_code,
    maand,
    zorgcategorie,
    sum(regels) AS regels,
    sum(ingediend_cent) AS ingediend_cent,
    sum(gecrediteerd_cent) AS gecrediteerd_cent,
    sum(opnieuw_ingediend_cent) AS opnieuw_ingediend_cent,
    sum(dubbel_ingediend_cent) AS dubbel_ingediend_cent,
    sum(gedeclareerd_cent) AS gedeclareerd_cent,
    sum(afgewezen_cent) AS afgewezen_cent,
    sum(goedgekeurd_cent) AS goedgekeurd_cent,
    sum(aangehouden_cent) AS aangehouden_cent,
    sum(gepubliceerd_cent) AS gepubliceerd_cent
FROM (
    SELECT
        gemeente_code,
        maand,
        coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
        count(*) AS regels,
        coalesce(sum(saldo_cent) FILTER (WHERE debet_credit = 'D'), 0) AS ingediend_cent,
        coalesce(sum(saldo_cent) FILTER (WHERE debet_credit = 'C'), 0) AS gecrediteerd_cent,
        0 AS opnieuw_ingediend_cent,
        0 AS dubbel_ingediend_cent,
        sum(saldo_cent) AS gedeclareerd_cent,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'afgewezen'), 0) AS afgewezen_cent,
        coalesce(sum(saldo_cent) FILTER (WHERE lot <> 'afgewezen'), 0) AS goedgekeurd_cent,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'aangehouden'), 0) AS aangehouden_cent,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'gepubliceerd'), 0) AS gepubliceerd_cent
    FROM bereik_prestatie
    GROUP BY gemeente_code, maand, coalesce(zorgcategorie, 'niet gekoppeld')
    UNION ALL
    SELECT
        gemeente_code,
        maand,
        zorgcategorie,
        0,
        -sum(saldo_cent),
        0,
        coalesce(sum(saldo_cent) FILTER (WHERE soort = 'opnieuw ingediend'), 0),
        coalesce(sum(saldo_cent) FILTER (WHERE soort = 'dubbel ingediend'), 0),
        0,
        0,
        0,
        0,
        0
    FROM bereik_regelketen
    WHERE soort IN ('opnieuw ingediend', 'dubbel ingediend')
    GROUP BY gemeente_code, maand, zorgcategorie
) AS deel
GROUP BY gemeente_code, maand, zorgcategorie
