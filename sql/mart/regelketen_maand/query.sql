SELECT
    gemeente_code,
    maand,
    zorgcategorie,
    count(*) AS regels,
    coalesce(sum(saldo_cent) FILTER (WHERE saldo_cent < 0), 0) AS gecrediteerd_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE soort = 'opnieuw ingediend'), 0) AS opnieuw_ingediend_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE soort = 'dubbel ingediend'), 0) AS dubbel_ingediend_cent
FROM bereik_regelketen
GROUP BY gemeente_code, maand, zorgcategorie
