-- Lines that the first round began or ceased to hold back.
DROP TABLE IF EXISTS pg_temp.veranderde_regel;
CREATE TEMPORARY TABLE veranderde_regel ON COMMIT DROP AS
SELECT p.*
FROM veranderd AS v
INNER JOIN quality.regel AS r ON v.regel_id = r.regel_id AND r.gevolg = 'aanhouden'
INNER JOIN core.prestatie AS p ON v.bericht_id = p.bericht_id AND v.regelnummer = p.regelnummer
UNION
SELECT p.*
FROM veranderd AS v
INNER JOIN quality.regel AS r ON v.regel_id = r.regel_id AND r.gevolg = 'aanhouden'
INNER JOIN core.prestatie AS p ON v.bericht_id = p.bericht_id
WHERE v.regelnummer IS NULL;
ANALYZE veranderde_regel
