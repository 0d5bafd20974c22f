-- Which answer refuses what is said once, in quality.antwoord_op; 0200 (no remark), 0233 (not judged) and
-- 8001 (all granted) are no reason to refuse. A reference that is repeated within a declaration is rejected
-- in all its lines.
WITH antwoord AS (
    SELECT
        antwoord_bericht_id,
        declaratie_bericht_id AS bericht_id,
        is_geheel_geweigerd
    FROM quality.antwoord_op(%(as_of)s)
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
    INNER JOIN core.afgewezen_prestatie AS x ON a.antwoord_bericht_id = x.bericht_id
    UNION ALL
    SELECT
        a.bericht_id,
        NULL,
        (
            SELECT coalesce(min(code), '0001')
            FROM unnest(d.header_retour_codes || d.antwoord_retour_codes) AS code
            WHERE code NOT IN ('0200', '0233', '8001')
        )
    FROM antwoord AS a
    INNER JOIN core.declaratie_antwoord AS d ON a.antwoord_bericht_id = d.bericht_id
    WHERE a.is_geheel_geweigerd
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
    FROM mart.aanhouding
) AS r
INNER JOIN bereik_regel AS p
    ON
        r.bericht_id = p.bericht_id
        AND p.referentie_nummer = coalesce(r.referentie_nummer, p.referentie_nummer)
        AND p.regelnummer = coalesce(r.regelnummer, p.regelnummer)
ORDER BY p.bericht_id, p.regelnummer, r.lot = 'aangehouden', r.reden
