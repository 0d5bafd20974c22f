-- A return is judged itself; a message without one only where returns are the habit between these two.
SELECT DISTINCT ON (b.bericht_id)
    b.bericht_id,
    NULL::integer AS regelnummer,
    b.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Retour uiterlijk %%s, %%s.', t.uiterlijk, coalesce('gestuurd ' || t.op, 'nog niet gekomen'))
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN LATERAL (
    SELECT
        quality.werkdagen_na(quality.dag(p.beantwoord_bekend_vanaf), 3) AS uiterlijk,
        p.antwoord_dagtekening AS op
    FROM core.beantwoording AS p
    WHERE
        p.antwoord_bericht_id = b.bericht_id
        AND p.soort = 'retour'
        AND p.beantwoord_bekend_vanaf <= %(as_of)s
    UNION ALL
    SELECT
        quality.werkdagen_na(quality.dag(b.bekend_vanaf), 3),
        NULL
    WHERE
        b.berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319')
        AND quality.mist_retour(b.bericht_id, b.gemeente_code, b.aanbieder_agb_code, %(as_of)s)
) AS t ON t.uiterlijk < coalesce(t.op, quality.dag(%(as_of)s))
ORDER BY b.bericht_id, t.uiterlijk
