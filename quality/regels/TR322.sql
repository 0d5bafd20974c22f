-- Month after month against what fits in the whole allocation, in minutes where hours are allocated. The
-- finding sits on the line that passes it, and on one that fills it by itself (more is TR321). What is
-- rejected, held or taken back does not count.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format(
        'Samen met eerdere maanden %%s, toegewezen %%s.',
        trim_scale(round((eerder + volume)::numeric / deel, 2)),
        past / deel
    ) AS toelichting
FROM (
    SELECT
        r.*,
        sum(r.volume) FILTER (WHERE NOT r.is_afgewezen) OVER (
            PARTITION BY r.gemeente_code, r.toewijzing_nummer
            ORDER BY r.begindatum, r.dagtekening, r.bericht_id, r.regelnummer
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS eerder
    FROM (
        SELECT
            p.*,
            d.dagtekening,
            a.bericht_id IS NOT NULL AS is_afgewezen,
            e.deel,
            p.geleverd_volume * CASE p.eenheid WHEN '04' THEN 60 ELSE 1 END AS volume,
            e.deel
            * quality.volume_in_totaal(t.volume, t.frequentie, t.eenheid, t.ingangsdatum, t.einddatum) AS past
        FROM %(bereik)s AS p
        INNER JOIN quality.lopende_debetregel_op(%(as_of)s) USING (bericht_id, regelnummer)
        INNER JOIN quality.geldige_toewijzing AS t
            USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
        CROSS JOIN LATERAL (SELECT CASE t.eenheid WHEN '04' THEN 60 ELSE 1 END AS deel) AS e
        INNER JOIN core.declaratie AS d ON p.bericht_id = d.bericht_id
        LEFT JOIN quality.stand_afgewezen_regel AS a
            ON p.bericht_id = a.bericht_id AND p.regelnummer = a.regelnummer
        WHERE p.eenheid = t.eenheid OR (p.eenheid = '01' AND t.eenheid = '04')
    ) AS r
) AS regel
WHERE eerder + volume > past AND volume <= past AND (eerder <= past OR volume = past)
