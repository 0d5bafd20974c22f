-- Findings and runs as they were at as_of, in a transaction that is rolled back: what was found later is
-- gone, and what was solved later is open again.
DELETE FROM quality.bevinding
WHERE bekend_vanaf > %(as_of)s;
UPDATE quality.bevinding SET opgelost_op = NULL
WHERE opgelost_op > %(as_of)s;
DELETE FROM quality.resultaat AS t
USING quality.run AS r
WHERE t.run_id = r.run_id AND r.as_of > %(as_of)s;
DELETE FROM quality.run
WHERE as_of > %(as_of)s
