-- What one provider gives in one hulpvorm, one after another, is one record (BIJ 3.3): a running maximum says
-- where a period begins after all before it are over. What it gives without stay during a stay belongs to the
-- stay. The period that ends last says how it ended.
WITH gerangschikt AS (
    SELECT
        *,
        van > max(tot + CASE WHEN is_open OR gaat_door THEN mart.stilte_dagen() ELSE 0 END) OVER (
            PARTITION BY client_pseudoniem, gemeente_code, hulpvorm, aanbieder_agb_code
            ORDER BY van, tot ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS is_nieuw
    FROM bereik_zorgperiode
),

reeks AS MATERIALIZED (
    SELECT
        client_pseudoniem,
        gemeente_code,
        hulpvorm,
        aanbieder_agb_code,
        min(van) AS van,
        max(tot) AS tot,
        (array_agg(zorgcategorie ORDER BY van, zorgcategorie))[1] AS zorgcategorie,
        (array_agg(verwijzer_type ORDER BY van, zorgcategorie, verwijzer_type))[1] AS verwijzer_type,
        (array_agg(van_bron ORDER BY van ASC, zorgcategorie ASC, van_bron DESC))[1] AS van_bron,
        (array_agg(is_open ORDER BY tot DESC, is_open DESC))[1] AS is_open,
        (array_agg(tot_bron ORDER BY tot DESC, is_open DESC, tot_bron DESC))[1] AS tot_bron,
        (array_agg(reden_beeindiging ORDER BY tot DESC, is_open DESC, reden_beeindiging DESC))[1]
            AS reden_beeindiging
    FROM (
        SELECT
            *,
            count(*) FILTER (WHERE is_nieuw) OVER (
                PARTITION BY client_pseudoniem, gemeente_code, hulpvorm, aanbieder_agb_code ORDER BY van, tot
            ) AS nummer
        FROM gerangschikt
    ) AS z
    GROUP BY client_pseudoniem, gemeente_code, hulpvorm, aanbieder_agb_code, nummer
),

verblijf AS (
    SELECT
        client_pseudoniem,
        gemeente_code,
        aanbieder_agb_code,
        range_agg(
            daterange(van, tot + CASE WHEN is_open THEN mart.stilte_dagen() ELSE 0 END, '[]')
        ) AS dagen
    FROM reeks
    WHERE hulpvorm >= '11'
    GROUP BY client_pseudoniem, gemeente_code, aanbieder_agb_code
),

deel AS (
    SELECT
        r.*,
        lower(d.dagen) AS deel_van,
        CASE WHEN upper_inc(d.dagen) THEN upper(d.dagen) ELSE upper(d.dagen) - 1 END AS deel_tot
    FROM reeks AS r
    LEFT JOIN verblijf AS v
        ON
            r.hulpvorm < '11'
            AND r.client_pseudoniem = v.client_pseudoniem
            AND r.gemeente_code = v.gemeente_code
            AND r.aanbieder_agb_code = v.aanbieder_agb_code
    CROSS JOIN
        LATERAL unnest(
            datemultirange(daterange(r.van, r.tot, '[]')) - coalesce(v.dagen, '{}')
        ) AS d (dagen)
)

SELECT
    client_pseudoniem,
    gemeente_code,
    hulpvorm,
    aanbieder_agb_code,
    zorgcategorie,
    verwijzer_type,
    deel_van AS van,
    CASE WHEN deel_van = van THEN van_bron ELSE 'afgeleid uit verblijf' END AS van_bron,
    deel_tot AS tot,
    CASE WHEN deel_tot = tot THEN tot_bron ELSE 'afgeleid uit verblijf' END AS tot_bron,
    is_open AND deel_tot = tot AS is_open,
    CASE WHEN deel_tot = tot THEN reden_beeindiging END AS reden_beeindiging
FROM deel
