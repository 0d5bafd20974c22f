-- Which of these rules the catalogue in the database does not know yet.
SELECT gevraagd.regel_id
FROM unnest(%(regels)s::text[]) AS gevraagd (regel_id)
WHERE gevraagd.regel_id NOT IN (SELECT regel.regel_id FROM quality.regel)
ORDER BY gevraagd.regel_id;
