-- The bytes of messages in landing. Of what is too large to be a message only the first ones, unless it is a
-- bundle: its size alone is its verdict.
SELECT
    CASE
        WHEN
            grootte_bytes <= %(hoogstens)s
            OR substring(inhoud FROM 1 FOR 4) = any(%(bundel)s)
            THEN inhoud
        ELSE substring(inhoud FROM 1 FOR 4)
    END
FROM landing.bericht
WHERE bericht_id = any(%(bericht_ids)s)
ORDER BY bericht_id
