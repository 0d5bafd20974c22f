-- A JW325 lists only what is rejected. Without DeclaratieAntwoord, or with nothing granted and no line
-- listed, it refuses the whole declaration. 0200 (no remark), 0233 (not judged) and 8001 (all granted)
-- refuse nothing. A reference that is repeated within a declaration is rejected in all its lines.
INSERT INTO mart.lot (bericht_id, regelnummer, lot, reden)
WITH antwoord AS (
    SELECT
        a.bericht_id AS antwoord_id,
        d.bericht_id,
        a.declaratie_nummer IS NULL AS is_zonder_detail,
        a.totaal_toegekend_bedrag_cent = 0 AND a.totaal_ingediend_bedrag_cent <> 0 AS is_niets_toegekend,
        (
            SELECT min(code)
            FROM unnest(a.header_retour_codes || a.antwoord_retour_codes) AS code
            WHERE code NOT IN ('0200', '0233', '8001')
        ) AS code
    FROM core.declaratie_antwoord AS a
    INNER JOIN core.declaratie AS d
        ON
            a.aanbieder_agb_code = d.aanbieder_agb_code
            AND a.gemeente_code = d.gemeente_code
            AND a.declaratie_identificatie = d.identificatie
            AND a.declaratie_dagtekening = d.dagtekening
    WHERE a.bekend_vanaf <= %(as_of)s AND d.bekend_vanaf <= %(as_of)s
),

afwijzing AS (
    SELECT
        a.bericht_id,
        x.referentie_nummer,
        (
            SELECT coalesce(min(code), '0200')
            FROM unnest(x.retour_codes || x.client_retour_codes) AS code
            WHERE code NOT IN ('0200', '0233')
        ) AS code
    FROM antwoord AS a
    INNER JOIN core.afgewezen_prestatie AS x ON a.antwoord_id = x.bericht_id
    UNION ALL
    SELECT
        a.bericht_id,
        NULL,
        coalesce(a.code, '0001')
    FROM antwoord AS a
    WHERE
        (a.is_zonder_detail AND a.code IS NOT NULL)
        OR (
            a.is_niets_toegekend
            AND NOT EXISTS (
                SELECT 1 FROM core.afgewezen_prestatie AS x
                WHERE x.bericht_id = a.antwoord_id
            )
        )
),

aanhouding AS (
    SELECT
        b.bericht_id,
        b.regelnummer,
        b.regel_id
    FROM quality.bevinding AS b
    INNER JOIN quality.regel USING (regel_id)
    WHERE
        gevolg = 'aanhouden'
        AND b.bekend_vanaf <= %(as_of)s
        AND (b.opgelost_op IS NULL OR b.opgelost_op > %(as_of)s)
)

SELECT DISTINCT ON (p.bericht_id, p.regelnummer)
    p.bericht_id,
    p.regelnummer,
    r.lot,
    r.reden
FROM (
    SELECT
        bericht_id,
        referentie_nummer,
        NULL::integer AS regelnummer,
        'afgewezen' AS lot,
        code AS reden
    FROM afwijzing
    UNION ALL
    SELECT
        bericht_id,
        NULL,
        regelnummer,
        'aangehouden',
        regel_id
    FROM aanhouding
) AS r
INNER JOIN core.prestatie AS p
    ON
        r.bericht_id = p.bericht_id
        AND p.referentie_nummer = coalesce(r.referentie_nummer, p.referentie_nummer)
        AND p.regelnummer = coalesce(r.regelnummer, p.regelnummer)
WHERE p.bekend_vanaf <= %(as_of)s
ORDER BY p.bericht_id, p.regelnummer, r.lot = 'aangehouden', r.reden
