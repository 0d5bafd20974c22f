-- Checks of the last run that do not hold and point at no line: they judge the whole.
SELECT
    x.regel_id,
    r.titel,
    r.ernst,
    x.aantal_afwijkend
FROM quality.resultaat AS x
INNER JOIN quality.regel AS r USING (regel_id)
WHERE
    x.run_id IN (
        SELECT max(run_id)
        FROM quality.run
        GROUP BY soort
    )
    AND x.status = 'voldoet niet'
    AND NOT EXISTS (
        SELECT FROM quality.bevinding AS b
        WHERE b.regel_id = x.regel_id AND b.opgelost_op IS NULL
    )
ORDER BY x.regel_id
