-- Declared comes from core, the three lots from the mart: the two are counted apart.
SELECT
    gemeente_code,
    coalesce(gedeclareerd, 0) - coalesce(gepubliceerd + afgewezen + aangehouden, 0) AS verschil_cent
FROM (
    SELECT
        gemeente_code,
        sum(saldo_cent) AS gedeclareerd
    FROM core.prestatie
    WHERE bekend_vanaf <= %(as_of)s
    GROUP BY gemeente_code
) AS c
FULL JOIN (
    SELECT
        gemeente_code,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'gepubliceerd'), 0) AS gepubliceerd,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'afgewezen'), 0) AS afgewezen,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'aangehouden'), 0) AS aangehouden
    FROM mart.prestatie
    GROUP BY gemeente_code
) AS m USING (gemeente_code)
WHERE coalesce(gedeclareerd, 0) <> coalesce(gepubliceerd + afgewezen + aangehouden, 0)
