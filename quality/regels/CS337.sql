SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('De periode loopt van %%s tot en met %%s.', begindatum, einddatum) AS toelichting
FROM %(bereik)s AS p
WHERE date_trunc('month', begindatum) <> date_trunc('month', einddatum)
