-- An hour tariff may be declared in minutes: the line has the tariff / 60, rounded, and the amount is the
-- hour tariff x minutes / 60 (IV081). The hour tariff is not in the message; it lies between 60 x the rounded
-- one - 30 and + 29 cents. Allocated in minutes, the tariff is exact. Euros have no tariff.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format(
        'Ingediend %%s cent; volume %%s maal tarief %%s cent is %%s.',
        ingediend_bedrag_cent, geleverd_volume, product_tarief_cent,
        concat_ws(' tot ', laagste, nullif(hoogste, laagste))
    ) AS toelichting
FROM (
    SELECT
        p.*,
        round(geleverd_volume * (60.0 * product_tarief_cent - 30 * is_uurtarief) / 60) AS laagste,
        round(geleverd_volume * (60.0 * product_tarief_cent + 29 * is_uurtarief) / 60) AS hoogste
    FROM (
        SELECT
            p.*,
            (p.eenheid = '01' AND t.eenheid IS DISTINCT FROM '01')::integer AS is_uurtarief
        FROM %(bereik)s AS p
        LEFT JOIN quality.geldige_toewijzing AS t
            USING (gemeente_code, aanbieder_agb_code, toewijzing_nummer)
        WHERE p.eenheid <> '83'
    ) AS p
) AS regel
WHERE ingediend_bedrag_cent NOT BETWEEN laagste AND hoogste
