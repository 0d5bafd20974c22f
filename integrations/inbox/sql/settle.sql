-- The verdict on one message.
UPDATE landing.bericht
SET
    status = %(status)s,
    berichttype = %(berichttype)s,
    release = %(release)s,
    berichtcode = %(berichtcode)s,
    afzender = %(afzender)s,
    ontvanger = %(ontvanger)s,
    identificatie = %(identificatie)s,
    dagtekening = %(dagtekening)s,
    redenen = %(redenen)s::jsonb,
    verwerkt_op = now()
WHERE bericht_id = %(bericht_id)s;
