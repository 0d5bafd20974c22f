SELECT
    b.bestandsnaam AS bestand,
    v.regelnummer
FROM quality.bevinding AS v
INNER JOIN quality.regel AS r USING (regel_id)
INNER JOIN landing.bericht AS b USING (bericht_id)
CROSS JOIN mart.stand AS s
WHERE r.gevolg = 'aanhouden' AND v.bekend_vanaf <= s.as_of AND coalesce(v.opgelost_op, 'infinity') > s.as_of
