-- New returns, and those that answered nothing until now: what they answer may have come, also unread.
SELECT *
FROM core.retourbericht
WHERE
    bekend_vanaf <= %(as_of)s
    AND bericht_id IN (
        SELECT bericht_id FROM nieuw_bericht
        UNION
        SELECT bericht_id
        FROM quality.bevinding
        WHERE regel_id = 'IV028' AND opgelost_op IS NULL
    )
