-- An answer within five working days of reception; what is under examination is decided in eight weeks.
SELECT DISTINCT ON (m.bericht_id, m.regelnummer)
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('%%s uiterlijk %%s, %%s.', t.wat, t.uiterlijk, coalesce('gedaan ' || t.op, 'nog niet gedaan'))
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.verzoek_op(%(as_of)s) AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer IS NOT DISTINCT FROM m.regelnummer
INNER JOIN LATERAL (
    SELECT
        'Te beantwoorden' AS wat,
        CASE
            WHEN m.is_woonplaats THEN m.ontvangen_op + 14
            ELSE quality.werkdagen_na(m.ontvangen_op, 5)
        END AS uiterlijk,
        m.beantwoord_op AS op
    UNION ALL
    SELECT
        'Na onderzoek te beslissen',
        m.dagtekening + 56,
        m.besloten_op
    WHERE m.beantwoord_op IS DISTINCT FROM m.besloten_op
) AS t ON t.uiterlijk < coalesce(t.op, quality.dag(%(as_of)s))
ORDER BY m.bericht_id, m.regelnummer, t.uiterlijk
