-- Another pause of the same delivery; one that was taken back does not count.
SELECT DISTINCT ON (m.bericht_id, m.regelnummer)
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Al tijdelijk gestopt op %%s, gemeld in bericht %%s.', e.einddatum, e.bericht_id)
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.stand_regiemelding AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
INNER JOIN quality.stand_regiemelding AS e
    ON
        m.client_pseudoniem = e.client_pseudoniem
        AND m.sleutel = e.sleutel
        AND m.melding_sleutel <> e.melding_sleutel
        AND (e.dagtekening, e.bericht_id, e.regelnummer) < (m.dagtekening, m.bericht_id, m.regelnummer)
WHERE
    m.soort = 'stop'
    AND e.soort = 'stop'
    AND m.is_geldig
    AND e.is_geldig
    AND m.reden_beeindiging = '20'
    AND e.reden_beeindiging = '20'
ORDER BY m.bericht_id, m.regelnummer, e.dagtekening, e.bericht_id, e.regelnummer
