-- The first answer by date of the message, whatever it said.
SELECT DISTINCT ON (x.bericht_id)
    x.bericht_id,
    NULL::integer AS regelnummer,
    x.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Al beantwoord in bericht %%s van %%s.', e.bericht_id, eb.dagtekening) AS toelichting
FROM %(bereik)s AS x
INNER JOIN landing.bericht AS b ON x.bericht_id = b.bericht_id
INNER JOIN core.verzoek_antwoord AS e USING (gemeente_code, aanbieder_agb_code, referentie_aanbieder)
INNER JOIN landing.bericht AS eb ON e.bericht_id = eb.bericht_id
WHERE
    x.verzoek_antwoord = '2'
    AND (eb.dagtekening, e.bericht_id) < (b.dagtekening, x.bericht_id)
    AND e.bekend_vanaf <= %(as_of)s
    AND x.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND e.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
ORDER BY x.bericht_id, eb.dagtekening, e.bericht_id
