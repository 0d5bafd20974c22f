SELECT
    bericht_id,
    NULL::integer AS regelnummer,
    gemeente_code,
    totaal_saldo_cent AS bedrag_cent,
    format(
        'De periode is %%s tot en met %%s.', declaratie_periode_begindatum, declaratie_periode_einddatum
    ) AS toelichting
FROM %(bereik)s AS d
WHERE
    declaratie_periode_begindatum <> date_trunc('month', declaratie_periode_begindatum)
    OR declaratie_periode_einddatum <> declaratie_periode_begindatum + interval '1 month' - interval '1 day'
