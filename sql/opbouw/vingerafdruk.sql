-- What the marts read beside messages and product books: the schema with its functions, and the lists.
SELECT
    (SELECT version_num FROM alembic_version) AS schema,
    (SELECT md5(mapping.lijsten()::text)) AS lijsten
