SELECT
    b.bericht_id,
    b.regelnummer,
    b.gemeente_code,
    b.saldo_cent AS bedrag_cent,
    CASE
        WHEN b.eenheid = '83' THEN 'Bij een bedrag in euro''s hoort geen tarief.'
        ELSE format('Het tarief ontbreekt bij eenheid %%s.', b.eenheid)
    END AS toelichting
FROM %(bereik)s AS b
WHERE (b.eenheid = '83') <> (b.product_tarief_cent IS NULL)
