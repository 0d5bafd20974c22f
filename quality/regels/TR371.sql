-- The answer repeats the schema versions of the declaration that it answers.
SELECT
    a.bericht_id,
    NULL::integer AS regelnummer,
    a.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('De declaratie in bericht %%s noemt andere schemaversies.', d.bericht_id) AS toelichting
FROM %(bereik)s AS a
INNER JOIN core.declaratie AS d
    ON
        a.aanbieder_agb_code = d.aanbieder_agb_code
        AND a.gemeente_code = d.gemeente_code
        AND a.declaratie_identificatie = d.identificatie
        AND a.declaratie_dagtekening = d.dagtekening
WHERE
    d.bekend_vanaf <= %(as_of)s
    AND (a.basisschema_xsd_versie_declaratie, a.bericht_xsd_versie_declaratie)
    <> (d.basisschema_xsd_versie, d.bericht_xsd_versie)
