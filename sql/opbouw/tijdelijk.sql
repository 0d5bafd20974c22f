SELECT
    relname AS naam,
    CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS soort
FROM pg_class
WHERE relnamespace = pg_my_temp_schema() AND relkind IN ('r', 'v') AND relname ~ %(namen)s
