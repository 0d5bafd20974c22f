-- Allocations of youths about whom something is new, and all versions that share a number with one of these.
SELECT t.*
FROM core.toewijzing AS t
WHERE
    t.bekend_vanaf <= %(as_of)s
    AND (t.gemeente_code, t.toewijzing_nummer) IN (
        SELECT
            z.gemeente_code,
            z.toewijzing_nummer
        FROM core.toewijzing AS z
        WHERE z.client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige)
    )
