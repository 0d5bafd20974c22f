-- The request may have arrived later than the allocation. A version sent once more keeps its reference.
SELECT
    t.bericht_id,
    t.regelnummer,
    t.gemeente_code,
    NULL::bigint AS bedrag_cent,
    CASE
        WHEN v.bericht_id IS NULL THEN 'Er is geen verzoek voor deze jeugdige met deze referentie.'
        ELSE 'Een eerdere versie van de toewijzing noemde de referentie al.'
    END AS toelichting
FROM %(bereik)s AS t
LEFT JOIN core.ingediend_verzoek AS v
    ON
        (t.gemeente_code, t.aanbieder_agb_code) = (v.gemeente_code, v.aanbieder_agb_code)
        AND t.referentie_aanbieder = v.referentie_aanbieder
        AND t.client_pseudoniem = v.client_pseudoniem
        AND v.bekend_vanaf <= %(as_of)s
WHERE
    t.referentie_aanbieder IS NOT NULL
    AND t.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND (v.bericht_id IS NULL OR EXISTS (
        SELECT
        FROM core.toewijzing AS e
        WHERE
            (e.gemeente_code, e.toewijzing_nummer) = (t.gemeente_code, t.toewijzing_nummer)
            AND e.referentie_aanbieder = t.referentie_aanbieder
            AND (e.toewijzingsdatum, e.toewijzingstijd) < (t.toewijzingsdatum, t.toewijzingstijd)
            AND e.bekend_vanaf <= %(as_of)s
            AND e.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    ))
