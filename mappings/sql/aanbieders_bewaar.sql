-- What differs from the version known last becomes a version of its own.
INSERT INTO mapping.aanbieder (aanbieder_agb_code, soort, grootteklasse, bron, bekend_vanaf)
SELECT
    r.aanbieder_agb_code,
    r.soort,
    r.grootteklasse,
    r.bron,
    %(bekend_vanaf)s
FROM jsonb_to_recordset(%(regels)s) AS r (aanbieder_agb_code text, soort text, grootteklasse text, bron text)
LEFT JOIN mapping.aanbieder_op(%(bekend_vanaf)s) AS a USING (aanbieder_agb_code)
WHERE (r.soort, r.grootteklasse, r.bron) IS DISTINCT FROM (a.soort, a.grootteklasse, a.bron)
