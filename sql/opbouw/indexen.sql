-- The indexes of a mart that hold no constraint.
SELECT
    i.indexrelid::regclass::text AS naam,
    pg_get_indexdef(i.indexrelid) AS definitie
FROM pg_index AS i
WHERE
    i.indrelid = ('mart.' || %(mart)s)::regclass
    AND NOT i.indisunique
ORDER BY naam
