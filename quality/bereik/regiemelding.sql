-- Starts and stops of youths about whom something is new, and those on an allocation with a new version.
SELECT *
FROM core.regiemelding
WHERE
    bekend_vanaf <= %(as_of)s
    AND (
        client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige)
        OR (gemeente_code, toewijzing_nummer) IN (
            SELECT
                gemeente_code,
                toewijzing_nummer
            FROM nieuwe_toewijzing
        )
    )
