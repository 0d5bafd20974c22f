SELECT
    gemeente_code,
    maand,
    gat,
    count(*) AS aantal,
    sum(saldo_cent) AS saldo_cent
FROM (
    SELECT
        gemeente_code,
        maand,
        unnest(gaten) AS gat,
        saldo_cent
    FROM bereik_keten
    UNION ALL
    SELECT
        gemeente_code,
        date_trunc('month', verzoek_datum)::date,
        'verzoek zonder antwoord',
        0
    FROM bereik_verzoek
    WHERE antwoord IS NULL AND toegewezen_op IS NULL
) AS g
GROUP BY gemeente_code, maand, gat
