-- A code that was not in list WJ756 on that day.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Eenheid %%s staat niet in de codelijst.', eenheid) AS toelichting
FROM core.prestatie AS r
WHERE
    bekend_vanaf <= %(as_of)s
    AND NOT EXISTS (
        SELECT
        FROM mapping.codelijst AS l
        WHERE
            l.lijst = 'WJ756'
            AND l.code = r.eenheid
            AND l.geldig_vanaf <= r.begindatum
            AND (l.geldig_tot IS NULL OR l.geldig_tot > r.begindatum)
    )
