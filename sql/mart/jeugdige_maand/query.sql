-- The month before the first and after the last month known is unknown, not empty: there the answer is null.
WITH in_zorg AS MATERIALIZED (
    SELECT
        gemeente_code,
        maand,
        coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
        client_pseudoniem
    FROM bereik_prestatie
    WHERE lot = 'gepubliceerd'
    GROUP BY gemeente_code, maand, coalesce(zorgcategorie, 'niet gekoppeld'), client_pseudoniem
    HAVING sum(saldo_cent) > 0 OR sum(geleverd_volume) > 0
),

grens AS (
    SELECT
        gemeente_code,
        min(maand) AS eerste,
        max(maand) AS laatste
    FROM in_zorg
    GROUP BY gemeente_code
)

SELECT
    z.gemeente_code,
    z.maand,
    z.zorgcategorie,
    z.client_pseudoniem,
    CASE WHEN z.maand > g.eerste THEN count(*) OVER vorige = 0 END AS is_instroom,
    CASE
        WHEN z.maand > g.eerste THEN count(*) OVER vorige > 0 AND count(*) OVER vorige_zelfde = 0
    END AS is_doorstroom,
    CASE WHEN z.maand < g.laatste THEN count(*) OVER volgende = 0 END AS is_uitstroom
FROM in_zorg AS z
INNER JOIN grens AS g USING (gemeente_code)
WINDOW
    jeugdige AS (PARTITION BY z.client_pseudoniem, z.gemeente_code ORDER BY z.maand),
    vorige AS (jeugdige RANGE BETWEEN INTERVAL '1 month' PRECEDING AND INTERVAL '1 month' PRECEDING),
    volgende AS (jeugdige RANGE BETWEEN INTERVAL '1 month' FOLLOWING AND INTERVAL '1 month' FOLLOWING),
    vorige_zelfde AS (
        PARTITION BY z.client_pseudoniem, z.gemeente_code, z.zorgcategorie ORDER BY z.maand
        RANGE BETWEEN INTERVAL '1 month' PRECEDING AND INTERVAL '1 month' PRECEDING
    )
