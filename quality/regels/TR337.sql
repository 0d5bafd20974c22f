-- An answer to a declaration that never came in: by identification and date of the message.
SELECT
    a.bericht_id,
    NULL::integer AS regelnummer,
    a.gemeente_code,
    s.cent AS bedrag_cent,
    format('Geen declaratie ontvangen met deze identificatie en datum %%s.', a.declaratie_dagtekening)
        AS toelichting
FROM core.declaratie_antwoord AS a
LEFT JOIN quality.antwoord_op(%(as_of)s) AS gevonden ON a.bericht_id = gevonden.antwoord_bericht_id
LEFT JOIN (
    SELECT
        bericht_id,
        sum(quality.saldo(ingediend_bedrag_cent, debet_credit)) AS cent
    FROM core.afgewezen_prestatie
    GROUP BY bericht_id
) AS s ON a.bericht_id = s.bericht_id
WHERE a.bekend_vanaf <= %(as_of)s AND gevonden.antwoord_bericht_id IS NULL
