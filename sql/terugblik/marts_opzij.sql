-- Lay empty marts of the same make in the place of those of now, in a transaction that is rolled back: who
-- reads the marts meanwhile reads those of now and waits for nothing. Functions and views follow in the order
-- in which they were first made; the views of publish are made after it.
DO $$
DECLARE
    maaksel text[];
    deel text;
    tabel text;
BEGIN
    SELECT array_agg(tekst ORDER BY oid)
    INTO maaksel
    FROM (
        SELECT p.oid, pg_get_functiondef(p.oid) AS tekst
        FROM pg_proc AS p
        WHERE p.pronamespace = 'mart'::regnamespace
        UNION ALL
        SELECT c.oid, format('CREATE VIEW mart.%%I AS %%s', c.relname, pg_get_viewdef(c.oid))
        FROM pg_class AS c
        WHERE c.relnamespace = 'mart'::regnamespace AND c.relkind = 'v'
    ) AS makers;
    ALTER SCHEMA mart RENAME TO mart_nu;
    ALTER SCHEMA publish RENAME TO publish_nu;
    CREATE SCHEMA mart;
    CREATE SCHEMA publish;
    FOR tabel IN
        SELECT c.relname
        FROM pg_class AS c
        WHERE c.relnamespace = 'mart_nu'::regnamespace AND c.relkind = 'r'
        ORDER BY c.oid
    LOOP
        EXECUTE format('CREATE TABLE mart.%%I (LIKE mart_nu.%%I INCLUDING ALL)', tabel, tabel);
    END LOOP;
    SET LOCAL check_function_bodies = off;
    FOREACH deel IN ARRAY coalesce(maaksel, '{}') LOOP
        EXECUTE deel;
    END LOOP;
END $$
