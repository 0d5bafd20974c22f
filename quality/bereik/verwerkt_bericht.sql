-- New messages, those that a new return answers and returns to them, those whose clock is still running;
-- and what the same party sent around these, for whether a return is to be expected follows from them.
WITH geraakt AS (
    SELECT bericht_id FROM nieuw_bericht
    UNION
    SELECT bericht_id
    FROM beantwoord_bericht
    WHERE soort = 'retour'
)

SELECT *
FROM core.verwerkt_bericht
WHERE
    bekend_vanaf <= %(as_of)s
    AND (
        bekend_vanaf > %(sinds)s
        OR bericht_id IN (
            SELECT bericht_id FROM geraakt
            UNION
            SELECT antwoord_bericht_id
            FROM beantwoord_bericht
            WHERE soort = 'retour'
        )
    )
UNION
SELECT b.*
FROM geraakt
INNER JOIN core.verwerkt_bericht AS g USING (bericht_id)
INNER JOIN core.verwerkt_bericht AS b USING (afzender, ontvanger)
WHERE
    b.bekend_vanaf <= %(as_of)s
    AND b.bekend_vanaf BETWEEN g.bekend_vanaf - interval '90 days' AND g.bekend_vanaf + interval '90 days'
    AND (g.aanbieder_agb_code, g.gemeente_code) IN (
        SELECT
            aanbieder_agb_code,
            gemeente_code
        FROM core.retourbericht
    )
