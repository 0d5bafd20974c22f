-- A removal takes back what was sent before it, in another message and under the same key.
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Er is geen eerdere %%s met dezelfde sleutel.', m.soort) AS toelichting
FROM %(bereik)s AS m
WHERE
    m.status_aanlevering = '3'
    AND m.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND NOT EXISTS (
        SELECT
        FROM quality.stand_regiemelding AS e
        WHERE
            e.client_pseudoniem = m.client_pseudoniem
            AND e.melding_sleutel = m.melding_sleutel
            AND NOT e.is_afgekeurd
            AND e.bericht_id <> m.bericht_id
            AND e.dagtekening <= m.dagtekening
    )
