SELECT
    regel_id,
    count(*) AS aantal
FROM quality.bevinding
WHERE opgelost_op IS NULL AND regel_id = any(%(regel_ids)s)
GROUP BY regel_id
