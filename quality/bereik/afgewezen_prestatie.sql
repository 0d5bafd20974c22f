-- Rejected lines in a new answer, or in an answer to a new declaration.
SELECT *
FROM core.afgewezen_prestatie
WHERE
    bekend_vanaf <= %(as_of)s
    AND bericht_id IN (
        SELECT bericht_id FROM nieuw_bericht
        UNION
        SELECT antwoord_bericht_id FROM nieuw_antwoord
    )
