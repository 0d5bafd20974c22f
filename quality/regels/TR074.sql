-- The first by date of the message stands; what was taken back may be sent again.
SELECT DISTINCT ON (m.bericht_id, m.regelnummer)
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Al gemeld in bericht %%s, regel %%s.', e.bericht_id, e.regelnummer) AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.stand_regiemelding AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
INNER JOIN quality.stand_regiemelding AS e
    ON
        m.client_pseudoniem = e.client_pseudoniem
        AND m.melding_sleutel = e.melding_sleutel
        AND m.bericht_id <> e.bericht_id
        AND (e.dagtekening, e.bericht_id) < (m.dagtekening, m.bericht_id)
WHERE m.is_geldig AND e.is_geldig
ORDER BY m.bericht_id, m.regelnummer, e.dagtekening, e.bericht_id, e.regelnummer
