-- The allocation numbers of a full build: also those that only a line, a start, a stop or a request mentions.
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.toewijzing
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.prestatie
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.start
WHERE bekend_vanaf <= %(as_of)s AND toewijzing_nummer IS NOT NULL
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.stop
WHERE bekend_vanaf <= %(as_of)s AND toewijzing_nummer IS NOT NULL
