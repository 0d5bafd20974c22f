-- What the messages say of a period comes first, what is declared fills it in. Where no message names a
-- product, the declared ones say what the care was: the first of them began with the start, the last ended
-- with the stop.
WITH gemeld AS MATERIALIZED (
    SELECT
        m.*,
        k.verwijzer_type,
        k.einddatum AS toegewezen_tot
    FROM bereik_melding AS m
    LEFT JOIN mart.keten AS k USING (gemeente_code, toewijzing_nummer, client_pseudoniem)
    WHERE k.is_verwijderd IS NOT TRUE
),

regel AS MATERIALIZED (
    SELECT
        client_pseudoniem,
        gemeente_code,
        toewijzing_nummer,
        min(l.aanbieder_agb_code) AS aanbieder_agb_code,
        CASE WHEN k.product_code IS NULL THEN l.hulpvorm ELSE k.hulpvorm END AS hulpvorm,
        (
            array_agg(coalesce(k.zorgcategorie, l.zorgcategorie) ORDER BY l.eerste_dag, l.zorgcategorie)
        )[1] AS zorgcategorie,
        min(k.verwijzer_type) AS verwijzer_type,
        min(l.eerste_dag) AS eerste_dag,
        max(l.laatste_dag) AS laatste_dag,
        min(min(l.eerste_dag)) OVER nummer AS eerste_van_nummer,
        max(max(l.laatste_dag)) OVER nummer AS laatste_van_nummer
    FROM bereik_levering AS l
    LEFT JOIN mart.keten AS k USING (gemeente_code, toewijzing_nummer, client_pseudoniem)
    WHERE NOT l.is_aangehouden AND l.eerste_dag IS NOT NULL AND k.is_verwijderd IS NOT TRUE
    GROUP BY
        client_pseudoniem, gemeente_code, toewijzing_nummer,
        CASE WHEN k.product_code IS NULL THEN l.hulpvorm ELSE k.hulpvorm END
    WINDOW nummer AS (PARTITION BY client_pseudoniem, gemeente_code, toewijzing_nummer)
),

deel AS (
    SELECT
        m.client_pseudoniem,
        m.gemeente_code,
        m.aanbieder_agb_code,
        m.toewijzing_nummer,
        coalesce(m.hulpvorm, r.hulpvorm) AS hulpvorm,
        coalesce(m.zorgcategorie, r.zorgcategorie) AS zorgcategorie,
        m.verwijzer_type,
        m.begindatum,
        m.einddatum AS stop,
        m.reden_beeindiging,
        m.toegewezen_tot,
        r.eerste_dag,
        r.laatste_dag,
        coalesce(
            m.product_code IS NULL
            AND r.eerste_dag > r.eerste_van_nummer
            AND r.eerste_dag >= date_trunc('month', m.begindatum) + interval '1 month',
            FALSE
        ) AS is_later_begonnen,
        coalesce(
            m.product_code IS NULL
            AND r.laatste_dag < r.laatste_van_nummer
            AND r.laatste_dag < date_trunc('month', m.einddatum),
            FALSE
        ) AS is_eerder_geeindigd
    FROM gemeld AS m
    LEFT JOIN regel AS r
        ON
            m.client_pseudoniem = r.client_pseudoniem
            AND m.gemeente_code = r.gemeente_code
            AND m.toewijzing_nummer = r.toewijzing_nummer
            AND (m.product_code IS NULL OR m.hulpvorm = r.hulpvorm)
    UNION ALL
    SELECT
        r.client_pseudoniem,
        r.gemeente_code,
        r.aanbieder_agb_code,
        r.toewijzing_nummer,
        r.hulpvorm,
        r.zorgcategorie,
        r.verwijzer_type,
        NULL,
        NULL,
        NULL,
        NULL,
        r.eerste_dag,
        r.laatste_dag,
        TRUE,
        FALSE
    FROM regel AS r
    WHERE NOT EXISTS (
        SELECT
        FROM gemeld AS m
        WHERE
            m.client_pseudoniem = r.client_pseudoniem
            AND m.gemeente_code = r.gemeente_code
            AND m.toewijzing_nummer = r.toewijzing_nummer
            AND (m.product_code IS NULL OR m.hulpvorm = r.hulpvorm)
    )
),

datum AS (
    SELECT
        *,
        CASE WHEN is_later_begonnen THEN eerste_dag ELSE begindatum END AS van,
        greatest(
            CASE WHEN is_later_begonnen THEN eerste_dag ELSE begindatum END,
            CASE
                WHEN is_eerder_geeindigd THEN laatste_dag
                ELSE coalesce(stop, laatste_dag, toegewezen_tot, 'infinity')
            END
        ) AS tot
    FROM deel
    WHERE hulpvorm IS NOT NULL
)

SELECT DISTINCT ON (
    d.client_pseudoniem, d.gemeente_code, d.aanbieder_agb_code, d.toewijzing_nummer, d.hulpvorm, d.van, d.tot
)
    d.client_pseudoniem,
    d.gemeente_code,
    d.aanbieder_agb_code,
    d.toewijzing_nummer,
    d.hulpvorm,
    d.zorgcategorie,
    d.verwijzer_type,
    d.van,
    CASE WHEN d.is_later_begonnen THEN 'afgeleid uit regels' ELSE 'bericht' END AS van_bron,
    d.tot,
    CASE
        WHEN d.is_eerder_geeindigd THEN 'afgeleid uit regels'
        WHEN d.stop IS NOT NULL THEN 'bericht'
        WHEN d.laatste_dag IS NOT NULL THEN 'afgeleid uit regels'
        WHEN d.toegewezen_tot IS NOT NULL THEN 'afgeleid uit toewijzing'
    END AS tot_bron,
    (d.stop IS NULL OR d.reden_beeindiging = '20') AND NOT d.is_eerder_geeindigd AS is_open,
    b.code IS NOT NULL AND NOT d.is_eerder_geeindigd AS gaat_door,
    CASE WHEN NOT d.is_eerder_geeindigd THEN d.reden_beeindiging END AS reden_beeindiging
FROM datum AS d
LEFT JOIN mapping.code_naar AS b
    ON
        b.overgang = 'reden_beeindiging__bij'
        AND b.doel IS NULL
        AND d.reden_beeindiging = b.code
        AND d.stop >= b.geldig_vanaf
        AND (d.stop < b.geldig_tot OR b.geldig_tot IS NULL)
ORDER BY
    d.client_pseudoniem ASC, d.gemeente_code ASC, d.aanbieder_agb_code ASC, d.toewijzing_nummer ASC,
    d.hulpvorm ASC, d.van ASC, d.tot ASC, d.zorgcategorie ASC, d.stop DESC, d.reden_beeindiging ASC,
    d.is_later_begonnen ASC
