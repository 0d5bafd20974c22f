-- Which of these rules the catalogue in the database does not know yet.
SELECT gevraagd.regel_id
FROM unnest(%(regels)s::text []) AS gevraagd (regel_id)
WHERE NOT EXISTS (SELECT FROM quality.regel WHERE regel.regel_id = gevraagd.regel_id)
ORDER BY gevraagd.regel_id;
