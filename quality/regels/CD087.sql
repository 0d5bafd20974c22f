SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    CASE
        WHEN eenheid = '83' THEN 'Bij een bedrag in euro''s hoort geen tarief.'
        ELSE format('Het tarief ontbreekt bij eenheid %%s.', eenheid)
    END AS toelichting
FROM %(bereik)s AS p
WHERE (eenheid = '83') <> (product_tarief_cent IS NULL)
