-- The declaration lines of a full build.
SELECT *
FROM core.prestatie
WHERE bekend_vanaf <= %(as_of)s
