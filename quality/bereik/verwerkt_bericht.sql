-- New messages, those that a new return answers and returns to them, those whose clock is still running;
-- and what went without a return between the same parties, for whether one is to be expected follows from
-- these.
WITH geraakt AS (
    SELECT bericht_id FROM nieuw_bericht
    UNION
    SELECT bericht_id
    FROM beantwoord_bericht
    WHERE soort = 'retour'
    UNION
    SELECT antwoord_bericht_id
    FROM beantwoord_bericht
    WHERE soort = 'retour'
),

paar AS (
    SELECT
        m.gemeente_code,
        m.aanbieder_agb_code
    FROM core.verwerkt_bericht AS m
    INNER JOIN geraakt USING (bericht_id)
    INTERSECT
    SELECT
        gemeente_code,
        aanbieder_agb_code
    FROM core.retourbericht
)

SELECT *
FROM core.verwerkt_bericht
WHERE
    bekend_vanaf <= %(as_of)s
    AND (bekend_vanaf > %(sinds)s OR bericht_id IN (SELECT bericht_id FROM geraakt))
UNION
SELECT b.*
FROM (
    SELECT
        gemeente_code AS afzender,
        aanbieder_agb_code AS ontvanger
    FROM paar
    UNION ALL
    SELECT
        aanbieder_agb_code,
        gemeente_code
    FROM paar
) AS p
INNER JOIN core.verwerkt_bericht AS b USING (afzender, ontvanger)
WHERE
    b.bekend_vanaf <= %(as_of)s
    AND b.berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319')
    AND NOT EXISTS (
        SELECT
        FROM core.retourbericht AS r
        WHERE
            r.beantwoord_identificatie = b.identificatie
            AND r.beantwoord_dagtekening = b.dagtekening
            AND r.beantwoord_berichtcode = b.berichtcode
            AND r.aanbieder_agb_code = b.aanbieder_agb_code
            AND r.gemeente_code = b.gemeente_code
            AND r.bekend_vanaf <= %(as_of)s
    )
