SELECT
    b.bericht_id,
    b.regel_id,
    b.regelnummer,
    g.ernst,
    g.gevolg,
    g.titel || ': ' || b.toelichting AS melding,
    g.remedie,
    b.bedrag_cent
FROM quality.bevinding AS b
INNER JOIN quality.regel AS g USING (regel_id)
WHERE b.opgelost_op IS NULL AND g.gevolg <> 'weigeren' AND b.bericht_id = ANY(%(bericht_ids)s)
ORDER BY b.bericht_id, b.regelnummer NULLS FIRST, b.regel_id
