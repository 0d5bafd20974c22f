-- An hour tariff may be declared in minutes: the line then has the tariff / 60, rounded, and the amount is
-- the hour tariff x minutes / 60 (IV081). The hour tariff itself is not in the message; it lies between 60 x
-- the rounded tariff - 30 and + 29 cents. Allocated in minutes, the tariff is exact. Euros have no tariff.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format(
        'Ingediend %%s cent; volume %%s maal tarief %%s cent geeft %%s tot %%s cent.',
        p.ingediend_bedrag_cent, p.geleverd_volume, p.product_tarief_cent, b.laagste, b.hoogste
    ) AS toelichting
FROM core.prestatie AS p
LEFT JOIN quality.geldige_toewijzing_op(%(as_of)s) AS t
    ON
        p.eenheid = '01'
        AND p.gemeente_code = t.gemeente_code
        AND p.toewijzing_nummer = t.toewijzing_nummer
        AND p.aanbieder_agb_code = t.aanbieder_agb_code
CROSS JOIN LATERAL (
    SELECT (p.eenheid = '01' AND t.eenheid IS DISTINCT FROM '01')::integer AS is_uurtarief
) AS u
CROSS JOIN LATERAL (
    SELECT
        round(p.geleverd_volume * (60.0 * p.product_tarief_cent - 30 * u.is_uurtarief) / 60) AS laagste,
        round(p.geleverd_volume * (60.0 * p.product_tarief_cent + 29 * u.is_uurtarief) / 60) AS hoogste
) AS b
WHERE
    p.bekend_vanaf <= %(as_of)s
    AND p.eenheid <> '83' AND p.ingediend_bedrag_cent NOT BETWEEN b.laagste AND b.hoogste
