-- Lines on the same allocation as one that the first round began or ceased to hold back.
INSERT INTO bereik_prestatie_op_toewijzing
SELECT p.*
FROM core.prestatie AS p
WHERE
    p.bekend_vanaf <= %(as_of)s
    AND (p.gemeente_code, p.toewijzing_nummer) IN (
        SELECT
            gemeente_code,
            toewijzing_nummer
        FROM veranderde_regel
        EXCEPT
        SELECT
            gemeente_code,
            toewijzing_nummer
        FROM bereik_prestatie_op_toewijzing
    )
