-- New answers, answers to a new declaration, and those that answered nothing until now (TR337): what they
-- answer may have come, also unread.
SELECT *
FROM core.declaratie_antwoord
WHERE
    bekend_vanaf <= %(as_of)s
    AND bericht_id IN (
        SELECT bericht_id FROM nieuw_bericht
        UNION
        SELECT antwoord_bericht_id FROM nieuw_antwoord
        UNION
        SELECT bericht_id
        FROM quality.bevinding
        WHERE regel_id = 'TR337' AND opgelost_op IS NULL
    )
