-- Cents per minute, hour, half day, day and night.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Tarief %%s cent in eenheid %%s.', p.product_tarief_cent, p.eenheid) AS toelichting
FROM core.prestatie AS p
INNER JOIN (
    VALUES ('01', 500), ('04', 30000), ('16', 60000), ('14', 250000)
) AS g (eenheid, hoogste) USING (eenheid)
WHERE p.bekend_vanaf <= %(as_of)s AND p.product_tarief_cent NOT BETWEEN 1 AND g.hoogste
