SELECT
    b.gemeente_code,
    g.regel_id,
    g.titel,
    g.ernst,
    g.gevolg,
    count(*) AS open_bevindingen,
    coalesce(sum(b.bedrag_cent), 0)::bigint AS bedrag_cent
FROM quality.bevinding AS b
INNER JOIN quality.regel AS g USING (regel_id)
WHERE b.opgelost_op IS NULL
GROUP BY b.gemeente_code, g.regel_id
ORDER BY
    b.gemeente_code NULLS LAST,
    array_position(ARRAY['fout', 'waarschuwing', 'info'], g.ernst),
    g.regel_id
