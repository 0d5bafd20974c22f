-- Received is enough: a message that was refused, or that is of another release, is not missing.
SELECT
    r.bericht_id,
    NULL::integer AS regelnummer,
    r.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format(
        'Er is geen %%s van deze partijen met deze identificatie en datum %%s.',
        r.beantwoord_berichttype,
        r.beantwoord_dagtekening
    ) AS toelichting
FROM %(bereik)s AS r
INNER JOIN landing.bericht AS b USING (bericht_id)
WHERE
    NOT EXISTS (
        SELECT
        FROM quality.ontvangen_als(
            b.ontvanger, b.afzender, r.beantwoord_berichtcode, r.beantwoord_berichttype,
            r.beantwoord_identificatie, r.beantwoord_dagtekening, %(as_of)s
        )
    )
