-- A start and its stops have allocation, product and first day in common (iJw IV096). The product is that of
-- the message, else of the allocation; what differs from the allocation is resolved on the first day.
WITH melding AS MATERIALIZED (
    SELECT
        client_pseudoniem,
        gemeente_code,
        m.aanbieder_agb_code,
        toewijzing_nummer,
        coalesce(m.product_categorie, t.product_categorie) AS product_categorie,
        coalesce(m.product_code, t.product_code) AS product_code,
        m.begindatum,
        bool_or(m.soort = 'start') AS heeft_start,
        max(m.einddatum) AS einddatum,
        (
            array_agg(
                m.reden_beeindiging ORDER BY m.einddatum DESC, m.dagtekening DESC, m.reden_beeindiging ASC
            ) FILTER (WHERE m.soort = 'stop')
        )[1] AS reden_beeindiging,
        min(t.product_code) AS toegewezen_code,
        min(t.zorgcategorie) AS toegewezen_zorgcategorie,
        min(t.hulpvorm) AS toegewezen_hulpvorm
    FROM bereik_jeugdige
    INNER JOIN core.geldige_melding_op(%(as_of)s) AS m USING (client_pseudoniem)
    LEFT JOIN mart.toegewezen AS t USING (gemeente_code, toewijzing_nummer, client_pseudoniem)
    GROUP BY 1, 2, 3, 4, 5, 6, 7
),

betekenis AS (
    SELECT
        p.*,
        k.zorgcategorie,
        k.hulpvorm
    FROM (
        SELECT DISTINCT
            gemeente_code,
            product_categorie,
            product_code,
            begindatum
        FROM melding
        WHERE coalesce(product_code <> toegewezen_code, product_code IS NOT NULL)
    ) AS p
    CROSS JOIN
        LATERAL mapping.koppel(
            p.gemeente_code, p.product_categorie, p.product_code, p.begindatum, %(as_of)s
        ) AS k
)

SELECT
    m.client_pseudoniem,
    m.gemeente_code,
    m.aanbieder_agb_code,
    m.toewijzing_nummer,
    m.product_categorie,
    m.product_code,
    m.begindatum,
    m.heeft_start,
    m.einddatum,
    m.reden_beeindiging,
    CASE
        WHEN b.product_code IS NULL THEN m.toegewezen_zorgcategorie ELSE b.zorgcategorie
    END AS zorgcategorie,
    CASE WHEN b.product_code IS NULL THEN m.toegewezen_hulpvorm ELSE b.hulpvorm END AS hulpvorm
FROM melding AS m
LEFT JOIN betekenis AS b
    ON
        coalesce(m.product_code <> m.toegewezen_code, TRUE)
        AND m.gemeente_code = b.gemeente_code
        AND m.product_categorie = b.product_categorie
        AND m.product_code = b.product_code
        AND m.begindatum = b.begindatum
