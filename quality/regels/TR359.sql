-- A removed allocation counts as never sent.
SELECT DISTINCT ON (x.bericht_id)
    x.bericht_id,
    NULL::integer AS regelnummer,
    x.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Al toegewezen in bericht %%s van %%s.', t.bericht_id, tb.dagtekening) AS toelichting
FROM %(bereik)s AS x
INNER JOIN landing.bericht AS b ON x.bericht_id = b.bericht_id
INNER JOIN core.toewijzing AS t USING (gemeente_code, aanbieder_agb_code, referentie_aanbieder)
INNER JOIN landing.bericht AS tb ON t.bericht_id = tb.bericht_id
INNER JOIN quality.stand_toewijzing AS s USING (gemeente_code, toewijzing_nummer)
WHERE
    t.bekend_vanaf <= %(as_of)s
    AND tb.dagtekening < b.dagtekening
    AND s.reden_wijziging IS DISTINCT FROM '13'
    AND x.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND t.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
ORDER BY x.bericht_id, tb.dagtekening, t.bericht_id
