-- In euros (83) the volume is the amount, in cents.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Ingediend %%s cent, volume %%s.', ingediend_bedrag_cent, geleverd_volume) AS toelichting
FROM core.prestatie
WHERE bekend_vanaf <= %(as_of)s AND eenheid = '83' AND ingediend_bedrag_cent <> geleverd_volume
