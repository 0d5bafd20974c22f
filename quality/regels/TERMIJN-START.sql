-- Sent within five working days of the first day of care, or of the allocation when that was sent later. What
-- replaces an earlier message (taken back, or rejected) was reported when that was.
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format(
        'Begonnen op %%s, te melden uiterlijk %%s, gemeld %%s.',
        m.begindatum,
        quality.meldtermijn(m, m.begindatum, %(as_of)s),
        quality.eerst_gemeld(m)
    ) AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.stand_regiemelding AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
WHERE
    m.soort = 'start'
    AND m.is_geldig
    AND m.dagtekening > m.begindatum + 5
    AND quality.eerst_gemeld(m)
    > quality.meldtermijn(m, m.begindatum, %(as_of)s)
