-- An earlier request in another message, not decided on by the date of this one.
SELECT DISTINCT ON (m.bericht_id, m.regelnummer)
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Het verzoek in bericht %%s van %%s stond nog open.', e.bericht_id, e.dagtekening) AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.verzoek_op(%(as_of)s) AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer IS NOT DISTINCT FROM m.regelnummer
INNER JOIN quality.verzoek_op(%(as_of)s) AS e
    ON
        m.client_pseudoniem = e.client_pseudoniem
        AND m.gemeente_code = e.gemeente_code
        AND m.aanbieder_agb_code = e.aanbieder_agb_code
        AND m.bericht_id <> e.bericht_id
        AND (e.dagtekening, e.bericht_id) < (m.dagtekening, m.bericht_id)
WHERE e.besloten_op IS NULL OR e.besloten_op > m.dagtekening
ORDER BY m.bericht_id, m.regelnummer, e.dagtekening, e.bericht_id
