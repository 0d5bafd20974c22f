-- How many messages of a municipality the marts know, per status.
SELECT
    status,
    sum(berichten)::bigint AS aantal
FROM mart.berichten_maand
WHERE gemeente_code = %(gemeente_code)s
GROUP BY status
