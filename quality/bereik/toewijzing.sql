-- New versions, the other versions of the same allocation, all versions of one with a touched line, and
-- removals of one with a line in a newly answered declaration (TR385).
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
        UNION
        SELECT
            s.gemeente_code,
            s.toewijzing_nummer
        FROM quality.stand_toewijzing AS s
        INNER JOIN core.prestatie AS p
            ON s.gemeente_code = p.gemeente_code AND s.toewijzing_nummer = p.toewijzing_nummer
        INNER JOIN nieuw_antwoord AS a ON p.bericht_id = a.declaratie_bericht_id
        WHERE s.reden_wijziging = '13'
    )
