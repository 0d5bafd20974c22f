-- The versions are fingerprints of the content, so that equal content has an equal version in any database.
SELECT
    %(as_of)s::timestamptz AS as_of,
    (
        SELECT left(md5(coalesce(string_agg(regel, e'\n' ORDER BY regel COLLATE "C"), '')), 12)
        FROM (
            SELECT (to_jsonb(k) - '{koppeling_id,bekend_vanaf,vervallen_op}'::text[])::text AS regel
            FROM mapping.koppeling_op(%(as_of)s) AS k
            UNION ALL
            SELECT to_jsonb(n)::text FROM mapping.zorgcategorie_naar AS n
        ) AS koppelingen
    ) AS koppelversie,
    (
        SELECT left(md5(coalesce(string_agg(to_jsonb(r)::text, e'\n' ORDER BY regel_id COLLATE "C"), '')), 12)
        FROM quality.regel AS r
    ) AS regelversie
