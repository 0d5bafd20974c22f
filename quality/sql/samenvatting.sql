-- What the last runs gave; and rules judged at reception, which no run has a result of, as soon as
-- something is open.
SELECT
    g.regel_id,
    g.titel,
    g.dimensie,
    g.ernst,
    g.gevolg,
    coalesce(r.status, 'voldoet niet') AS status,
    r.aantal_gecontroleerd,
    coalesce(r.aantal_afwijkend, b.aantal) AS aantal_afwijkend,
    coalesce(r.reden, r.fout_klasse) AS waarom_niet,
    coalesce(b.aantal, 0) AS open_bevindingen,
    coalesce(b.bedrag_cent, 0)::bigint AS bedrag_cent
FROM quality.regel AS g
LEFT JOIN (
    SELECT *
    FROM quality.resultaat
    WHERE
        run_id IN (
            SELECT max(run_id)
            FROM quality.run
            GROUP BY soort
        )
) AS r USING (regel_id)
LEFT JOIN (
    SELECT
        regel_id,
        count(*) AS aantal,
        sum(bedrag_cent) AS bedrag_cent
    FROM quality.bevinding
    WHERE opgelost_op IS NULL
    GROUP BY regel_id
) AS b USING (regel_id)
WHERE r.run_id IS NOT NULL OR b.aantal IS NOT NULL
ORDER BY
    array_position(
        ARRAY['niet uitvoerbaar', 'voldoet niet', 'overgeslagen'], coalesce(r.status, 'voldoet niet')
    ) NULLS LAST,
    array_position(ARRAY['fout', 'waarschuwing', 'info'], g.ernst),
    g.regel_id
