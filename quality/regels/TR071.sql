-- A stop that was itself taken back does not count.
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    'De stop van deze levering is al gemeld.' AS toelichting
FROM %(bereik)s AS m
WHERE
    m.soort = 'start'
    AND m.status_aanlevering = '3'
    AND m.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND EXISTS (
        SELECT
        FROM quality.stand_regiemelding AS e
        WHERE
            e.client_pseudoniem = m.client_pseudoniem
            AND e.sleutel = m.sleutel
            AND e.soort = 'stop'
            AND e.is_geldig
            AND e.dagtekening <= m.dagtekening
    )
