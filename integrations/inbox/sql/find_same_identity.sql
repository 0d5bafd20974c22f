-- The messages that were accepted under these identities, if any (unique index bericht_identiteit).
SELECT
    bericht.bericht_id,
    bericht.afzender,
    bericht.berichtcode,
    bericht.identificatie,
    bericht.dagtekening::text
FROM
    unnest(
        %(afzender)s::text[], %(berichtcode)s::text[], %(identificatie)s::text[], %(dagtekening)s::date[]
    ) AS gevraagd (afzender, berichtcode, identificatie, dagtekening)
INNER JOIN landing.bericht
    ON
        bericht.status = 'verwerkt'
        AND gevraagd.afzender = bericht.afzender
        AND gevraagd.berichtcode = bericht.berichtcode
        AND gevraagd.identificatie = bericht.identificatie
        AND gevraagd.dagtekening = bericht.dagtekening;
