-- The verdicts on a batch of messages.
UPDATE landing.bericht
SET
    status = oordeel.status,
    berichttype = oordeel.berichttype,
    release = oordeel.release,
    berichtcode = oordeel.berichtcode,
    afzender = oordeel.afzender,
    ontvanger = oordeel.ontvanger,
    identificatie = oordeel.identificatie,
    dagtekening = oordeel.dagtekening,
    redenen = oordeel.redenen,
    verwerkt_op = now()
FROM
    jsonb_to_recordset(%(oordelen)s::jsonb) AS oordeel (
        bericht_id bigint, status text, berichttype text, release text, berichtcode text, afzender text,
        ontvanger text, identificatie text, dagtekening date, redenen jsonb
    )
WHERE bericht.bericht_id = oordeel.bericht_id;
