-- Sent within five working days of the first day of care, or of the allocation when that was sent later.
-- What replaces an earlier message (taken back, or rejected) was reported when that was.
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Begonnen op %%s, te melden uiterlijk %%s, gemeld %%s.', m.dag, m.uiterlijk, m.gemeld_op)
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.late_melding_op(%(as_of)s) AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
WHERE m.soort = 'start'
