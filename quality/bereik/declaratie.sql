-- New declarations, those newly answered, and all that bear the number of one of these.
WITH geraakt AS (
    SELECT bericht_id FROM nieuw_bericht
    UNION
    SELECT declaratie_bericht_id FROM nieuw_antwoord
)

SELECT *
FROM core.declaratie
WHERE
    bekend_vanaf <= %(as_of)s
    AND (bericht_id IN (SELECT bericht_id FROM geraakt) OR bekend_vanaf > %(sinds)s)
UNION
SELECT d.*
FROM core.declaratie AS d
INNER JOIN core.declaratie AS zelfde USING (gemeente_code, aanbieder_agb_code, declaratie_nummer)
INNER JOIN geraakt ON zelfde.bericht_id = geraakt.bericht_id
WHERE d.bekend_vanaf <= %(as_of)s
