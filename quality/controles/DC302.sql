-- Fifteen working days are three weeks, whatever day it was received.
SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent AS bedrag_cent,
    'Nog geen antwoord ontvangen.' AS toelichting
FROM core.declaratie AS d
LEFT JOIN quality.antwoord_op(%(as_of)s) AS a ON d.bericht_id = a.declaratie_bericht_id
WHERE d.bekend_vanaf <= %(as_of)s::timestamptz - interval '21 days' AND a.antwoord_bericht_id IS NULL
