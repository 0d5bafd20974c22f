-- Regions and categories that this package no longer ships. PostgreSQL refuses while a product book uses one;
-- one that only lapsed versions name stays, to be able to look back.
DELETE FROM mapping.zorgcategorie AS z
WHERE
    z.zorgcategorie NOT IN (
        SELECT n.zorgcategorie
        FROM jsonb_populate_recordset(NULL::mapping.zorgcategorie, %(zorgcategorie)s) AS n
    )
    AND (
        SELECT coalesce(bool_or(k.vervallen_op IS NULL), TRUE)
        FROM mapping.koppeling AS k
        WHERE k.zorgcategorie = z.zorgcategorie
    );
DELETE FROM mapping.regio AS r
WHERE
    r.regio_code NOT IN (
        SELECT n.regio_code FROM jsonb_populate_recordset(NULL::mapping.regio, %(regio)s) AS n
    )
    AND (
        SELECT coalesce(bool_or(k.vervallen_op IS NULL), TRUE)
        FROM mapping.koppeling AS k
        WHERE k.regio_code = r.regio_code
    )
