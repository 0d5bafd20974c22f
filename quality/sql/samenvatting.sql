SELECT
    g.regel_id,
    g.titel,
    g.dimensie,
    g.ernst,
    g.gevolg,
    r.status,
    r.aantal_gecontroleerd,
    r.aantal_afwijkend,
    coalesce(r.reden, r.fout_klasse) AS waarom_niet,
    count(b.bevinding_id) AS open_bevindingen,
    coalesce(sum(b.bedrag_cent), 0)::bigint AS bedrag_cent
FROM quality.resultaat AS r
INNER JOIN quality.regel AS g USING (regel_id)
LEFT JOIN quality.bevinding AS b ON g.regel_id = b.regel_id AND b.opgelost_op IS NULL
WHERE
    r.run_id IN (
        SELECT max(run_id)
        FROM quality.run
        GROUP BY soort
    )
GROUP BY g.regel_id, r.run_id, r.regel_id
ORDER BY
    array_position(ARRAY['niet uitvoerbaar', 'voldoet niet', 'overgeslagen'], r.status) NULLS LAST,
    array_position(ARRAY['fout', 'waarschuwing', 'info'], g.ernst),
    g.regel_id
