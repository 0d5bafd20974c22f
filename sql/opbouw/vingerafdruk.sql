-- What the marts read beside messages, findings and product books: the schema with its functions, the lists,
-- and what of them holds on the day. Another one means building all anew.
SELECT
    (SELECT version_num FROM alembic_version) AS schema,
    (SELECT md5(mapping.lijsten()::text)) AS lijsten,
    (
        SELECT md5(string_agg(gemeente_code || geldig_vanaf, ',' ORDER BY gemeente_code, geldig_vanaf))
        FROM mapping.gemeente
        WHERE geldig_vanaf <= %(as_of)s::date
    ) AS gemeenten,
    (
        SELECT md5(string_agg(a::text, ',' ORDER BY a.aanbieder_agb_code))
        FROM mapping.aanbieder_op(%(as_of)s) AS a
    ) AS aanbieders
