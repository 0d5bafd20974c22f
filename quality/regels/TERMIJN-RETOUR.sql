-- A return is judged itself; a message without one only where returns are the habit between these two.
SELECT DISTINCT ON (bericht_id)
    bericht_id,
    NULL::integer AS regelnummer,
    gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Retour uiterlijk %%s, %%s.', uiterlijk, coalesce('gestuurd ' || op, 'nog niet gekomen'))
        AS toelichting
FROM (
    SELECT
        b.bericht_id,
        b.gemeente_code,
        quality.werkdagen_na(quality.dag(h.ontvangen_op), 3) AS uiterlijk,
        b.dagtekening AS op
    FROM quality.retour_op(%(as_of)s) AS r
    INNER JOIN %(bereik)s AS b ON r.retour_bericht_id = b.bericht_id
    INNER JOIN landing.bericht AS h ON r.heen_bericht_id = h.bericht_id
    UNION ALL
    SELECT
        b.bericht_id,
        b.gemeente_code,
        quality.werkdagen_na(quality.dag(b.bekend_vanaf), 3),
        NULL
    FROM quality.gemiste_retour_bij(array(SELECT e.bericht_id FROM %(bereik)s AS e), %(as_of)s)
    INNER JOIN %(bereik)s AS b USING (bericht_id)
) AS t
WHERE uiterlijk < coalesce(op, quality.dag(%(as_of)s))
ORDER BY bericht_id, uiterlijk
