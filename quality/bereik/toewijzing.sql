-- New versions, the other versions of the same allocation, and all versions of one with a touched line.
SELECT *
FROM core.toewijzing
WHERE
    bekend_vanaf <= %(as_of)s
    AND (gemeente_code, toewijzing_nummer) IN (
        SELECT
            gemeente_code,
            toewijzing_nummer
        FROM nieuwe_toewijzing
        UNION
        SELECT
            gemeente_code,
            toewijzing_nummer
        FROM geraakte_regel
    )
