-- Within one provider and municipality; what a return rejected was never sent.
SELECT DISTINCT ON (m.bericht_id, m.regelnummer)
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Al gebruikt in bericht %%s van %%s.', e.bericht_id, e.dagtekening) AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.verzoek_op(%(as_of)s) AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer IS NOT DISTINCT FROM m.regelnummer
INNER JOIN quality.verzoek_op(%(as_of)s) AS e
    ON
        m.gemeente_code = e.gemeente_code
        AND m.aanbieder_agb_code = e.aanbieder_agb_code
        AND m.referentie_aanbieder = e.referentie_aanbieder
WHERE
    (e.dagtekening, e.bericht_id, coalesce(e.regelnummer, 0))
    < (m.dagtekening, m.bericht_id, coalesce(m.regelnummer, 0))
ORDER BY m.bericht_id, m.regelnummer, e.dagtekening, e.bericht_id
