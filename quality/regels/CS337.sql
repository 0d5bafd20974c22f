SELECT
    b.bericht_id,
    b.regelnummer,
    b.gemeente_code,
    b.saldo_cent AS bedrag_cent,
    format('De periode loopt van %%s tot en met %%s.', b.begindatum, b.einddatum) AS toelichting
FROM %(bereik)s AS b
WHERE date_trunc('month', b.begindatum) <> date_trunc('month', b.einddatum)
