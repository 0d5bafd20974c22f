-- Month after month against what fits in the whole allocation; the finding sits on the line that passes it,
-- and on one that fills it by itself (more is TR321). What is rejected, held or taken back does not count.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Samen met eerdere maanden %%s, toegewezen %%s.', eerder + geleverd_volume, past) AS toelichting
FROM (
    SELECT
        p.*,
        quality.volume_in_totaal(t.volume, t.frequentie, t.eenheid, t.ingangsdatum, t.einddatum)
        * CASE WHEN p.eenheid = t.eenheid THEN 1 ELSE 60 END AS past,
        sum(p.geleverd_volume) FILTER (WHERE a.bericht_id IS NULL) OVER (
            PARTITION BY p.gemeente_code, p.toewijzing_nummer, p.eenheid
            ORDER BY p.begindatum, d.dagtekening, p.bericht_id, p.regelnummer
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS eerder
    FROM %(bereik)s AS p
    INNER JOIN quality.lopende_debetregel_op(%(as_of)s) USING (bericht_id, regelnummer)
    INNER JOIN quality.geldige_toewijzing AS t
        USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
    INNER JOIN core.declaratie AS d ON p.bericht_id = d.bericht_id
    LEFT JOIN quality.stand_afgewezen_regel AS a
        ON p.bericht_id = a.bericht_id AND p.regelnummer = a.regelnummer
    WHERE p.eenheid = t.eenheid OR (p.eenheid = '01' AND t.eenheid = '04')
) AS regel
WHERE
    eerder + geleverd_volume > past AND geleverd_volume <= past
    AND (eerder <= past OR geleverd_volume = past)
