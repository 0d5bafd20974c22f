-- As TERMIJN-START, from the last day of care; a final stop after a pause has no day to count from.
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format(
        'Geëindigd op %%s, te melden uiterlijk %%s, gemeld %%s.',
        m.einddatum,
        quality.meldtermijn(m, m.einddatum, %(as_of)s),
        quality.eerst_gemeld(m)
    ) AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.stand_regiemelding AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
WHERE
    m.soort = 'stop'
    AND m.is_geldig
    AND m.dagtekening > m.einddatum + 5
    AND quality.eerst_gemeld(m)
    > quality.meldtermijn(m, m.einddatum, %(as_of)s)
    AND (m.reden_beeindiging = '20' OR NOT EXISTS (
        SELECT
        FROM quality.stand_regiemelding AS e
        WHERE
            e.client_pseudoniem = m.client_pseudoniem
            AND e.sleutel = m.sleutel
            AND e.reden_beeindiging = '20'
    ))
