-- Every line on an allocation of which a line or a version is new: what they add up to changed.
SELECT *
FROM core.prestatie
WHERE
    bekend_vanaf <= %(as_of)s
    AND (gemeente_code, toewijzing_nummer) IN (
        SELECT
            gemeente_code,
            toewijzing_nummer
        FROM geraakte_regel
        UNION
        SELECT
            gemeente_code,
            toewijzing_nummer
        FROM nieuwe_toewijzing
    )
