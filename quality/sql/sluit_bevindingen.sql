-- Close what the rules no longer find, or find in other words; only where they looked.
WITH gesloten AS (
    UPDATE quality.bevinding AS b
    SET opgelost_op = %(as_of)s
    WHERE
        b.opgelost_op IS NULL
        AND b.regel_id = any(%(regel_ids)s)
        AND %(waar_gekeken)s
        AND NOT EXISTS (
            SELECT
            FROM gevonden AS g
            WHERE
                g.regel_id = b.regel_id
                AND g.bericht_id = b.bericht_id
                AND coalesce(g.regelnummer, 0) = coalesce(b.regelnummer, 0)
                AND g.toelichting = b.toelichting
                AND g.bedrag_cent IS NOT DISTINCT FROM b.bedrag_cent
        )
    RETURNING b.regel_id, b.bericht_id, b.regelnummer
)

INSERT INTO veranderd SELECT * FROM gesloten
