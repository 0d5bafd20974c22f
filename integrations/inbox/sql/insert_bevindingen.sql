-- Findings on messages and their lines, known from the moment the message was received.
INSERT INTO quality.bevinding (regel_id, bericht_id, regelnummer, gemeente_code, toelichting, bekend_vanaf)
SELECT
    gevonden.regel_id,
    gevonden.bericht_id,
    gevonden.regelnummer,
    gevonden.gemeente_code,
    gevonden.toelichting,
    gevonden.bekend_vanaf
FROM
    jsonb_to_recordset(%(bevindingen)s::jsonb) AS gevonden (
        regel_id text, bericht_id bigint, regelnummer integer, gemeente_code text, toelichting text,
        bekend_vanaf timestamptz
    );
