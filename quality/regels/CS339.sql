-- In euros (83) the volume is the amount, in cents.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Ingediend %%s cent, volume %%s.', p.ingediend_bedrag_cent, p.geleverd_volume) AS toelichting
FROM %(bereik)s AS p
WHERE p.eenheid = '83' AND p.ingediend_bedrag_cent <> p.geleverd_volume
