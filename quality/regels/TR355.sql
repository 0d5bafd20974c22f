-- The request may have arrived later than its answer.
SELECT
    x.bericht_id,
    NULL::integer AS regelnummer,
    x.gemeente_code,
    NULL::bigint AS bedrag_cent,
    'Er is geen verzoek van deze aanbieder met deze referentie.' AS toelichting
FROM %(bereik)s AS x
WHERE
    NOT EXISTS (
        SELECT
        FROM core.ingediend_verzoek AS v
        WHERE
            v.gemeente_code = x.gemeente_code
            AND v.aanbieder_agb_code = x.aanbieder_agb_code
            AND v.referentie_aanbieder = x.referentie_aanbieder
            AND v.bekend_vanaf <= %(as_of)s
    )
    AND x.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
