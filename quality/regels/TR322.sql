-- Month after month, on the line that passes what fits, or fills it alone. What is rejected does not count.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format(
        'Samen met eerdere maanden %%s, toegewezen %%s.',
        trim_scale(round((eerder + volume)::numeric / deel, 2)), past / deel
    ) AS toelichting
FROM (
    SELECT
        p.*,
        t.deel,
        t.past,
        p.geleverd_volume * quality.deel_van(p.eenheid) AS volume,
        sum(p.geleverd_volume * quality.deel_van(p.eenheid)) FILTER (WHERE a.bericht_id IS NULL) OVER (
            PARTITION BY p.gemeente_code, p.toewijzing_nummer
            ORDER BY p.begindatum, d.dagtekening, p.bericht_id, p.regelnummer
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS eerder
    FROM %(bereik)s AS p
    INNER JOIN quality.lopende_debetregel_op(%(as_of)s) USING (bericht_id, regelnummer)
    INNER JOIN quality.toegewezen_totaal AS t
        USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
    INNER JOIN core.declaratie AS d USING (bericht_id)
    LEFT JOIN quality.stand_afgewezen_regel AS a USING (bericht_id, regelnummer)
    WHERE p.eenheid = toegewezen_eenheid OR (p.eenheid = '01' AND toegewezen_eenheid = '04')
) AS regel
WHERE eerder + volume > past AND volume <= past AND (eerder <= past OR volume = past)
