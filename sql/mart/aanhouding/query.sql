SELECT
    b.bericht_id,
    b.regelnummer,
    b.regel_id
FROM quality.bevinding AS b
INNER JOIN quality.regel AS r USING (regel_id)
WHERE
    r.gevolg = 'aanhouden'
    AND b.bekend_vanaf <= %(as_of)s
    AND (b.opgelost_op IS NULL OR b.opgelost_op > %(as_of)s)
