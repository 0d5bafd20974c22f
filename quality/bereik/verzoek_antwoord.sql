-- Answers that share a reference with a request, an allocation or an answer that is new.
SELECT *
FROM core.verzoek_antwoord
WHERE
    bekend_vanaf <= %(as_of)s
    AND (gemeente_code, aanbieder_agb_code, referentie_aanbieder) IN (
        SELECT
            gemeente_code,
            aanbieder_agb_code,
            referentie_aanbieder
        FROM geraakte_referentie
    )
