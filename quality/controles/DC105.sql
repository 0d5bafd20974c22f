-- The key is the number of the allocation; without one (taakgericht) it is the product (IV096).
SELECT
    e.bericht_id,
    e.regelnummer,
    e.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Geen start gemeld met begindatum %%s.', e.begindatum) AS toelichting
FROM core.stop AS e
WHERE
    e.bekend_vanaf <= %(as_of)s
    AND e.status_aanlevering <> '3'
    AND NOT EXISTS (
        SELECT
        FROM core.start AS s
        WHERE
            s.gemeente_code = e.gemeente_code
            AND s.aanbieder_agb_code = e.aanbieder_agb_code
            AND s.client_pseudoniem = e.client_pseudoniem
            AND s.begindatum = e.begindatum
            AND (s.toewijzing_nummer = e.toewijzing_nummer OR s.product_code = e.product_code)
            AND s.bekend_vanaf <= %(as_of)s
    )
