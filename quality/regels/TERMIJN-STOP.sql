-- As TERMIJN-START, from the last day of care; a final stop after a pause has no day to count from.
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Geëindigd op %%s, te melden uiterlijk %%s, gemeld %%s.', m.dag, m.uiterlijk, m.gemeld_op)
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.late_melding_op(%(as_of)s) AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
WHERE
    m.soort = 'stop'
    AND (m.reden_beeindiging = '20' OR NOT EXISTS (
        SELECT
        FROM quality.stand_regiemelding AS e
        WHERE
            e.client_pseudoniem = m.client_pseudoniem
            AND e.sleutel = m.sleutel
            AND e.reden_beeindiging = '20'
    ))
