-- Records of one youth and hulpvorm that overlap are one, whoever gave the care (BIJ 3.3): the first day is
-- that of the first, and it ends when the last ends. One without a real end reaches half a year further; when
-- the next begins after that, it was over on the last day that is known of it.
WITH gerangschikt AS (
    SELECT
        *,
        van > max(tot + CASE WHEN is_open THEN mart.stilte_dagen() ELSE 0 END) OVER (
            PARTITION BY client_pseudoniem, gemeente_code, hulpvorm
            ORDER BY van, tot ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS is_nieuw
    FROM bereik_zorgreeks
),

samen AS MATERIALIZED (
    SELECT
        gemeente_code,
        client_pseudoniem,
        hulpvorm,
        min(van) AS begindatum,
        (array_agg(aanbieder_agb_code ORDER BY van, aanbieder_agb_code))[1] AS aanbieder_agb_code,
        (array_agg(zorgcategorie ORDER BY van, aanbieder_agb_code))[1] AS zorgcategorie,
        (array_agg(verwijzer_type ORDER BY van, aanbieder_agb_code))[1] AS verwijzer_type,
        (array_agg(van_bron ORDER BY van, aanbieder_agb_code))[1] AS begin_bron,
        max(tot) AS bekend_tot,
        (array_agg(is_open ORDER BY tot DESC, is_open DESC))[1] AS is_open,
        (array_agg(tot_bron ORDER BY tot DESC, is_open DESC, tot_bron DESC, aanbieder_agb_code DESC))[1]
            AS bekend_bron,
        (
            array_agg(
                reden_beeindiging ORDER BY tot DESC, is_open DESC, tot_bron DESC, aanbieder_agb_code DESC
            )
        )[1] AS reden_beeindiging
    FROM (
        SELECT
            *,
            count(*) FILTER (WHERE is_nieuw) OVER (
                PARTITION BY client_pseudoniem, gemeente_code, hulpvorm ORDER BY van, tot
            ) AS nummer
        FROM gerangschikt
    ) AS z
    GROUP BY client_pseudoniem, gemeente_code, hulpvorm, nummer
),

afgesloten AS (
    SELECT
        *,
        NOT is_open
        OR lead(begindatum) OVER (
            PARTITION BY client_pseudoniem, gemeente_code, hulpvorm ORDER BY begindatum
        ) IS NOT NULL AS is_geeindigd
    FROM samen
)

SELECT
    t.gemeente_code,
    t.client_pseudoniem,
    t.hulpvorm,
    t.begindatum,
    t.aanbieder_agb_code,
    t.zorgcategorie,
    t.verwijzer_type,
    z.is_crisis,
    CASE WHEN t.is_geeindigd THEN t.bekend_tot END AS einddatum,
    t.begin_bron,
    CASE WHEN t.is_geeindigd THEN t.bekend_bron END AS eind_bron,
    CASE WHEN t.is_geeindigd THEN t.reden_beeindiging END AS reden_beeindiging,
    CASE WHEN t.is_geeindigd THEN b.doel END AS reden_bij,
    CASE WHEN t.is_geeindigd THEN b.doel <> '01' END AS is_voortijdig,
    t.bekend_tot,
    t.bekend_bron
FROM afgesloten AS t
INNER JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
LEFT JOIN mapping.code_naar AS b
    ON
        b.overgang = 'reden_beeindiging__bij'
        AND t.reden_beeindiging = b.code
        AND t.bekend_tot >= b.geldig_vanaf
        AND (t.bekend_tot < b.geldig_tot OR b.geldig_tot IS NULL)
