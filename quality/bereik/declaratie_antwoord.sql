-- New answers, and answers to a new declaration.
SELECT *
FROM core.declaratie_antwoord
WHERE
    bekend_vanaf <= %(as_of)s
    AND bericht_id IN (
        SELECT bericht_id FROM nieuw_bericht
        UNION
        SELECT antwoord_bericht_id FROM nieuw_antwoord
    )
