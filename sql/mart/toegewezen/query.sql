-- The version decided on last stands (iJw IV013); equals are the same decision sent again. The request is the
-- one that the first decision answers: a later version may answer a request for a change (JW317).
WITH versie AS MATERIALIZED (
    SELECT
        t.*,
        b.dagtekening,
        b.identificatie
    FROM bereik_toewijzing
    INNER JOIN core.toewijzing AS t USING (gemeente_code, toewijzing_nummer)
    INNER JOIN landing.bericht AS b ON t.bericht_id = b.bericht_id
    WHERE
        t.bekend_vanaf <= %(as_of)s
        AND t.bericht_id NOT IN (SELECT core.afgekeurd_bericht_op(%(as_of)s))
),

eerste AS (
    SELECT DISTINCT ON (gemeente_code, toewijzing_nummer)
        gemeente_code,
        toewijzing_nummer,
        aanbieder_agb_code,
        client_pseudoniem,
        toewijzingsdatum,
        referentie_aanbieder
    FROM versie
    ORDER BY
        gemeente_code ASC, toewijzing_nummer ASC, toewijzingsdatum ASC, toewijzingstijd ASC,
        referentie_aanbieder IS NULL ASC, dagtekening ASC, identificatie ASC
),

laatste AS MATERIALIZED (
    SELECT DISTINCT ON (gemeente_code, toewijzing_nummer)
        *,
        coalesce(reden_wijziging = '13', FALSE) AS is_verwijderd
    FROM versie
    ORDER BY
        gemeente_code ASC, toewijzing_nummer ASC, toewijzingsdatum DESC, toewijzingstijd DESC,
        dagtekening DESC, identificatie DESC, regelnummer DESC
),

-- Each code is resolved once a period in which no mapping begins or ends.
dag AS MATERIALIZED (
    SELECT
        d.ingangsdatum,
        coalesce(max(g.dag), '-infinity') AS grens
    FROM (SELECT DISTINCT ingangsdatum FROM laatste) AS d
    LEFT JOIN mapping.grens AS g ON d.ingangsdatum >= g.dag
    GROUP BY d.ingangsdatum
),

betekenis AS MATERIALIZED (
    SELECT
        u.*,
        k.zorgcategorie,
        k.hulpvorm
    FROM (
        SELECT
            t.gemeente_code,
            t.product_categorie,
            t.product_code,
            d.grens,
            min(t.ingangsdatum) AS peildatum
        FROM laatste AS t
        INNER JOIN dag AS d USING (ingangsdatum)
        WHERE t.product_code IS NOT NULL
        GROUP BY t.gemeente_code, t.product_categorie, t.product_code, d.grens
    ) AS u
    CROSS JOIN
        LATERAL mapping.koppel(
            u.gemeente_code, u.product_categorie, u.product_code, u.peildatum, %(as_of)s
        ) AS k
)

SELECT
    t.gemeente_code,
    t.toewijzing_nummer,
    t.client_pseudoniem,
    t.aanbieder_agb_code,
    t.is_verwijderd,
    t.product_categorie,
    t.product_code,
    b.zorgcategorie,
    b.hulpvorm,
    e.toewijzingsdatum,
    t.toewijzingsdatum AS versie_datum,
    t.ingangsdatum,
    t.einddatum,
    e.referentie_aanbieder
FROM laatste AS t
INNER JOIN eerste AS e USING (gemeente_code, toewijzing_nummer)
INNER JOIN dag AS d USING (ingangsdatum)
LEFT JOIN betekenis AS b
    ON
        t.gemeente_code = b.gemeente_code
        AND t.product_categorie = b.product_categorie
        AND t.product_code = b.product_code
        AND d.grens = b.grens
