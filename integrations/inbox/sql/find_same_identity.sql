-- The message that was accepted under this identity, if any (unique index bericht_identiteit).
SELECT bericht_id
FROM landing.bericht
WHERE
    status = 'verwerkt'
    AND afzender = %(afzender)s
    AND berichtcode = %(berichtcode)s
    AND identificatie = %(identificatie)s
    AND dagtekening = %(dagtekening)s;
