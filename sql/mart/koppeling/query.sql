-- Each combination is resolved once a period in which no mapping begins or ends: some ten thousand
-- resolutions stand for ten million lines.
WITH gebruikt AS MATERIALIZED (
    SELECT *
    FROM bereik_combinatie
),

grens AS (
    SELECT geldig_vanaf AS dag FROM mapping.koppeling_op(%(as_of)s)
    UNION
    SELECT geldig_tot FROM mapping.koppeling_op(%(as_of)s)
    UNION
    SELECT geldig_vanaf FROM mapping.zorgcategorie_naar
    UNION
    SELECT geldig_tot FROM mapping.zorgcategorie_naar
    UNION
    SELECT geldig_vanaf FROM mapping.gemeente
    UNION
    SELECT geldig_tot FROM mapping.gemeente
),

periode AS MATERIALIZED (
    SELECT
        maand,
        (
            SELECT max(dag) FROM grens
            WHERE dag <= maand
        ) AS vanaf
    FROM (SELECT DISTINCT maand FROM gebruikt) AS maanden
)

SELECT
    u.gemeente_code,
    u.product_categorie,
    u.product_code,
    unnest(u.maanden) AS maand,
    k.zorgcategorie,
    k.hulpvorm,
    k.pad,
    k.koppeling_id
FROM (
    SELECT
        g.gemeente_code,
        g.product_categorie,
        g.product_code,
        array_agg(g.maand) AS maanden,
        min(g.maand) AS peildatum
    FROM gebruikt AS g
    INNER JOIN periode AS p USING (maand)
    GROUP BY g.gemeente_code, g.product_categorie, g.product_code, p.vanaf
) AS u
CROSS JOIN
    LATERAL mapping.koppel(
        u.gemeente_code, u.product_categorie, u.product_code, u.peildatum, %(as_of)s
    ) AS k
