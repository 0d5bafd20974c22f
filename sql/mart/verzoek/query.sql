-- A reference makes one request, also when its message was sent again: the earliest date counts. A JW319
-- answers by reference alone, so it answers whoever used that reference.
WITH gevraagd AS MATERIALIZED (
    SELECT DISTINCT ON (v.gemeente_code, v.aanbieder_agb_code, v.referentie_aanbieder, v.client_pseudoniem)
        v.gemeente_code,
        v.aanbieder_agb_code,
        v.referentie_aanbieder,
        v.client_pseudoniem,
        v.berichttype,
        b.dagtekening AS verzoek_datum,
        p.verwijzer_type,
        p.product_categorie,
        p.product_code,
        p.toewijzing_ingangsdatum AS gewenste_ingangsdatum
    FROM bereik_jeugdige
    INNER JOIN core.ingediend_verzoek AS v USING (client_pseudoniem)
    INNER JOIN landing.bericht AS b ON v.bericht_id = b.bericht_id
    LEFT JOIN core.verzoek AS p ON v.bericht_id = p.bericht_id AND v.regelnummer = p.regelnummer
    WHERE
        v.bekend_vanaf <= %(as_of)s
        AND v.bericht_id NOT IN (SELECT core.afgekeurd_bericht_op(%(as_of)s))
    ORDER BY
        v.gemeente_code, v.aanbieder_agb_code, v.referentie_aanbieder, v.client_pseudoniem,
        b.dagtekening, b.identificatie, v.regelnummer
),

antwoord AS (
    SELECT
        a.gemeente_code,
        a.aanbieder_agb_code,
        a.referentie_aanbieder,
        min(b.dagtekening) AS antwoord_datum,
        CASE WHEN bool_or(a.verzoek_antwoord = '1') THEN 'afgewezen' ELSE 'in onderzoek' END AS antwoord
    FROM core.verzoek_antwoord AS a
    INNER JOIN landing.bericht AS b USING (bericht_id)
    WHERE
        a.bekend_vanaf <= %(as_of)s
        AND a.bericht_id NOT IN (SELECT core.afgekeurd_bericht_op(%(as_of)s))
    GROUP BY a.gemeente_code, a.aanbieder_agb_code, a.referentie_aanbieder
),

toewijzing AS (
    SELECT
        t.gemeente_code,
        t.aanbieder_agb_code,
        t.referentie_aanbieder,
        t.client_pseudoniem,
        min(t.toewijzingsdatum) AS toegewezen_op
    FROM bereik_jeugdige
    INNER JOIN core.toewijzing AS t USING (client_pseudoniem)
    WHERE
        t.referentie_aanbieder IS NOT NULL
        AND t.bekend_vanaf <= %(as_of)s
        AND t.bericht_id NOT IN (SELECT core.afgekeurd_bericht_op(%(as_of)s))
    GROUP BY t.gemeente_code, t.aanbieder_agb_code, t.referentie_aanbieder, t.client_pseudoniem
),

verzoek AS MATERIALIZED (
    SELECT
        g.*,
        a.antwoord_datum,
        a.antwoord,
        t.toegewezen_op
    FROM gevraagd AS g
    LEFT JOIN antwoord AS a USING (gemeente_code, aanbieder_agb_code, referentie_aanbieder)
    LEFT JOIN toewijzing AS t
        USING (gemeente_code, aanbieder_agb_code, referentie_aanbieder, client_pseudoniem)
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
            gewenste_ingangsdatum
        FROM verzoek
        WHERE toegewezen_op IS NULL AND product_code IS NOT NULL
    ) AS p
    CROSS JOIN
        LATERAL mapping.koppel(
            p.gemeente_code, p.product_categorie, p.product_code, p.gewenste_ingangsdatum, %(as_of)s
        ) AS k
)

SELECT
    v.gemeente_code,
    v.aanbieder_agb_code,
    v.referentie_aanbieder,
    v.client_pseudoniem,
    v.berichttype,
    v.verzoek_datum,
    v.verwijzer_type,
    v.product_categorie,
    v.product_code,
    b.zorgcategorie,
    b.hulpvorm,
    v.gewenste_ingangsdatum,
    v.antwoord_datum,
    v.antwoord,
    v.toegewezen_op
FROM verzoek AS v
LEFT JOIN betekenis AS b
    ON
        v.toegewezen_op IS NULL
        AND v.gemeente_code = b.gemeente_code
        AND v.product_categorie = b.product_categorie
        AND v.product_code = b.product_code
        AND v.gewenste_ingangsdatum = b.gewenste_ingangsdatum
