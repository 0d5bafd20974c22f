-- A code that was not in list JZ002 on that day.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Reden wijziging %%s staat niet in de codelijst.', reden_wijziging) AS toelichting
FROM core.toewijzing AS r
WHERE
    bekend_vanaf <= %(as_of)s
    AND reden_wijziging IS NOT NULL
    AND NOT EXISTS (
        SELECT
        FROM mapping.codelijst AS l
        WHERE
            l.lijst = 'JZ002'
            AND l.code = r.reden_wijziging
            AND l.geldig_vanaf <= r.toewijzingsdatum
            AND (l.geldig_tot IS NULL OR l.geldig_tot > r.toewijzingsdatum)
    )
