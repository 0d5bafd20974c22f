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
        FROM landing.bericht AS heen
        WHERE
            heen.status = 'verwerkt'
            AND heen.afzender = b.ontvanger
            AND heen.ontvanger = b.afzender
            AND heen.berichtcode = r.beantwoord_berichtcode
            AND heen.identificatie = r.beantwoord_identificatie
            AND heen.dagtekening = r.beantwoord_dagtekening
            AND heen.ontvangen_op <= %(as_of)s
    )
    AND NOT EXISTS (
        SELECT
        FROM landing.bericht AS heen
        WHERE
            heen.status IN ('geweigerd', 'niet_ondersteund')
            AND heen.afzender = b.ontvanger
            AND heen.ontvanger = b.afzender
            AND heen.berichttype = r.beantwoord_berichttype
            AND heen.identificatie = r.beantwoord_identificatie
            AND heen.dagtekening = r.beantwoord_dagtekening
            AND heen.ontvangen_op <= %(as_of)s
    )
