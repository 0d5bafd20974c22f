-- Requests for youths about whom something is new, those that share a reference with one of these or with a
-- new answer, and those whose clock is still running.
SELECT *
FROM core.ingediend_verzoek
WHERE
    bekend_vanaf <= %(as_of)s
    AND (
        bekend_vanaf > %(sinds)s
        OR client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige)
        OR (gemeente_code, aanbieder_agb_code, referentie_aanbieder) IN (
            SELECT
                gemeente_code,
                aanbieder_agb_code,
                referentie_aanbieder
            FROM geraakte_referentie
        )
    )
