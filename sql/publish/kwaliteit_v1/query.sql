-- A rule that refuses messages is judged on every message at reception; the others in a run.
SELECT
    g.gemeente_code,
    r.regel_id,
    r.titel,
    r.dimensie,
    r.ernst,
    CASE r.soort WHEN 'controle' THEN 'alle gemeenten' ELSE 'gemeente' END AS reikwijdte,
    CASE
        WHEN r.soort <> 'controle' AND b.aantal > 0 THEN 'voldoet niet'
        WHEN r.gevolg <> 'weigeren' AND u.status IS NULL THEN 'overgeslagen'
        WHEN r.soort = 'controle' OR u.status NOT IN ('voldoet', 'voldoet niet') THEN u.status
        WHEN EXISTS (
            SELECT 1 FROM mart.berichten_maand AS t
            WHERE
                t.gemeente_code = g.gemeente_code
                AND (r.berichten = '{}' OR r.berichten @> ARRAY[t.berichttype])
                AND t.status = 'verwerkt'
        ) THEN 'voldoet'
        ELSE 'niet van toepassing'
    END AS status,
    coalesce(u.reden, u.fout_klasse) AS waarom_niet,
    coalesce(b.aantal, 0) AS bevindingen
FROM mart.gemeente AS g
CROSS JOIN mart.stand AS s
CROSS JOIN quality.regel AS r
LEFT JOIN LATERAL (
    SELECT
        t.status,
        t.reden,
        t.fout_klasse
    FROM quality.resultaat AS t
    INNER JOIN quality.run AS n USING (run_id)
    WHERE t.regel_id = r.regel_id AND n.as_of <= s.as_of
    ORDER BY n.as_of DESC, n.run_id DESC
    LIMIT 1
) AS u ON TRUE
LEFT JOIN (
    SELECT
        o.gemeente_code,
        o.regel_id,
        count(*) AS aantal
    FROM quality.bevinding AS o
    INNER JOIN
        mart.stand AS m
        ON o.bekend_vanaf <= m.as_of AND (o.opgelost_op IS NULL OR o.opgelost_op > m.as_of)
    GROUP BY o.gemeente_code, o.regel_id
) AS b ON g.gemeente_code = b.gemeente_code AND r.regel_id = b.regel_id
