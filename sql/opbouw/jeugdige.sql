-- The clients of a full build.
SELECT client_pseudoniem
FROM core.client
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.toewijzing
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.start
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.stop
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.prestatie
WHERE bekend_vanaf <= %(as_of)s
