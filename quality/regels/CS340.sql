SELECT
    b.bericht_id,
    NULL::integer AS regelnummer,
    b.gemeente_code,
    b.totaal_saldo_cent AS bedrag_cent,
    format(
        'De periode is %%s tot en met %%s.', b.declaratie_periode_begindatum, b.declaratie_periode_einddatum
    ) AS toelichting
FROM %(bereik)s AS b
WHERE
    b.declaratie_periode_begindatum <> date_trunc('month', b.declaratie_periode_begindatum)
    OR b.declaratie_periode_einddatum
    <> b.declaratie_periode_begindatum + interval '1 month' - interval '1 day'
