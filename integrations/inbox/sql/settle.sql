-- The verdict on one message. No row changes when it would be accepted under an identity that is taken.
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
WHERE
    bericht_id = %(bericht_id)s
    AND (
        %(status)s <> 'verwerkt'
        OR NOT EXISTS (
            SELECT FROM landing.bericht AS eerder
            WHERE
                eerder.status = 'verwerkt'
                AND eerder.afzender = %(afzender)s
                AND eerder.berichtcode = %(berichtcode)s
                AND eerder.identificatie = %(identificatie)s
                AND eerder.dagtekening = %(dagtekening)s
        )
    );
