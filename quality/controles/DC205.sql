-- A code that was not in list JZ588 on that day.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Reden beëindiging %%s staat niet in de codelijst.', reden_beeindiging) AS toelichting
FROM core.stop AS r
WHERE
    bekend_vanaf <= %(as_of)s
    AND NOT EXISTS (
        SELECT
        FROM mapping.codelijst AS l
        WHERE
            l.lijst = 'JZ588'
            AND l.code = r.reden_beeindiging
            AND l.geldig_vanaf <= r.einddatum
            AND (l.geldig_tot IS NULL OR l.geldig_tot > r.einddatum)
    )
