-- The day of receipt is the day in the Netherlands.
SELECT
    bericht_id,
    NULL::integer AS regelnummer,
    gemeente_code,
    totaal_saldo_cent AS bedrag_cent,
    format('Gedagtekend op %%s, eerder ontvangen.', dagtekening) AS toelichting
FROM core.declaratie
WHERE bekend_vanaf <= %(as_of)s AND dagtekening > (bekend_vanaf AT TIME ZONE 'Europe/Amsterdam')::date
