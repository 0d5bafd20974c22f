-- The versions are fingerprints of the content, so that equal content has an equal version in any database.
INSERT INTO mart.stand (as_of, koppelversie, regelversie)
SELECT
    %(as_of)s,
    (
        SELECT left(md5(coalesce(string_agg(regel, e'\n' ORDER BY regel COLLATE "C"), '')), 12)
        FROM (
            SELECT (to_jsonb(k) - 'koppeling_id')::text AS regel FROM mapping.koppeling AS k
            UNION ALL
            SELECT to_jsonb(n)::text FROM mapping.zorgcategorie_naar AS n
        ) AS koppelingen
    ),
    (
        SELECT left(md5(coalesce(string_agg(to_jsonb(r)::text, e'\n' ORDER BY regel_id COLLATE "C"), '')), 12)
        FROM quality.regel AS r
    )
