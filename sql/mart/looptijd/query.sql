-- A request that led to an allocation tells with the allocation; the others tell as requests.
WITH loop AS (
    SELECT
        t.client_pseudoniem,
        t.gemeente_code,
        'traject' AS soort,
        t.hulpvorm || '/' || t.begindatum AS bron,
        t.aanbieder_agb_code,
        t.zorgcategorie,
        t.hulpvorm,
        t.verwijzer_type,
        t.begindatum AS van,
        t.einddatum AS tot,
        t.bekend_tot AS uiterlijk,
        t.is_voortijdig
    FROM bereik_traject AS t
    UNION ALL
    SELECT
        k.client_pseudoniem,
        k.gemeente_code,
        s.soort,
        k.toewijzing_nummer::text,
        k.aanbieder_agb_code,
        k.zorgcategorie,
        k.hulpvorm,
        k.verwijzer_type,
        s.van,
        s.tot,
        coalesce(least(k.stop_datum, k.einddatum), 'infinity'),
        NULL
    FROM bereik_keten AS k
    CROSS JOIN
        LATERAL (
            VALUES
            ('verzoek tot toewijzing', k.verzoek_datum, k.toewijzingsdatum),
            ('verzoek tot start', k.verzoek_datum, k.start_datum),
            ('toewijzing tot start', k.toewijzingsdatum, k.start_datum)
        ) AS s (soort, van, tot)
    WHERE
        k.is_toegewezen
        AND NOT k.is_verwijderd
        AND (k.verzoek_type = 'JW315' OR s.soort = 'toewijzing tot start')
        AND (s.tot IS NOT NULL OR k.eerste_maand IS NULL)
    UNION ALL
    SELECT
        v.client_pseudoniem,
        v.gemeente_code,
        s.soort,
        v.aanbieder_agb_code || '/' || v.referentie_aanbieder,
        v.aanbieder_agb_code,
        v.zorgcategorie,
        v.hulpvorm,
        v.verwijzer_type,
        v.verzoek_datum,
        NULL,
        CASE v.antwoord WHEN 'afgewezen' THEN v.antwoord_datum ELSE 'infinity' END,
        NULL
    FROM bereik_verzoek AS v
    CROSS JOIN (VALUES ('verzoek tot toewijzing'), ('verzoek tot start')) AS s (soort)
    WHERE v.berichttype = 'JW315' AND v.toegewezen_op IS NULL
)

SELECT
    client_pseudoniem,
    gemeente_code,
    l.soort,
    l.bron,
    coalesce(l.zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    CASE WHEN l.zorgcategorie IS NULL THEN 'niet gekoppeld' ELSE coalesce(l.hulpvorm, 'geen') END AS hulpvorm,
    mart.leeftijd(j.geboortedatum, date_trunc('month', l.van::timestamp)::date) AS leeftijd,
    coalesce(j.geslacht, 'onbekend') AS geslacht,
    coalesce(l.verwijzer_type, 'onbekend') AS verwijzer,
    coalesce(a.grootteklasse, 'onbekend') AS aanbiederklasse,
    l.van,
    l.tot,
    l.uiterlijk,
    l.is_voortijdig
FROM loop AS l
LEFT JOIN mart.jeugdige AS j USING (client_pseudoniem, gemeente_code)
LEFT JOIN mapping.aanbieder_op(%(as_of)s) AS a USING (aanbieder_agb_code)
