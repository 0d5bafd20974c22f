-- Open what is found and not open yet.
WITH geopend AS (
    INSERT INTO quality.bevinding (
        regel_id, bericht_id, regelnummer, gemeente_code, bedrag_cent, toelichting, bekend_vanaf
    )
    SELECT
        g.regel_id,
        g.bericht_id,
        g.regelnummer,
        g.gemeente_code,
        g.bedrag_cent,
        g.toelichting,
        %(as_of)s
    FROM gevonden AS g
    WHERE
        g.regel_id = any(%(regel_ids)s)
        AND NOT EXISTS (
            SELECT
            FROM quality.bevinding AS b
            WHERE
                b.opgelost_op IS NULL
                AND b.regel_id = g.regel_id
                AND b.bericht_id = g.bericht_id
                AND coalesce(b.regelnummer, 0) = coalesce(g.regelnummer, 0)
        )
    ORDER BY g.regel_id, g.bericht_id, g.regelnummer
    RETURNING regel_id, bericht_id, regelnummer
)

INSERT INTO veranderd SELECT * FROM geopend
