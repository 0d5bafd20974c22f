-- The lists that were loaded last at as_of.
SELECT
    vingerafdruk,
    lijsten
FROM mapping.referentie
WHERE bekend_vanaf <= %(as_of)s
ORDER BY bekend_vanaf DESC, referentie_id DESC
LIMIT 1
