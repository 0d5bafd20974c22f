-- Products in new messages, and of declaration lines on an allocation with a new version.
SELECT *
FROM core.genoemd_product
WHERE bekend_vanaf <= %(as_of)s AND bericht_id IN (SELECT bericht_id FROM nieuw_bericht)
UNION
SELECT *
FROM core.genoemd_product
WHERE
    bekend_vanaf <= %(as_of)s
    AND soort = 'prestatie'
    AND (gemeente_code, toewijzing_nummer) IN (
        SELECT
            gemeente_code,
            toewijzing_nummer
        FROM nieuwe_toewijzing
    )
