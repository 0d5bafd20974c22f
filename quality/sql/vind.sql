INSERT INTO gevonden (regel_id, bericht_id, regelnummer, gemeente_code, bedrag_cent, toelichting)
SELECT
    %(regel_id)s,
    bericht_id,
    regelnummer,
    gemeente_code,
    bedrag_cent,
    toelichting
FROM (
{regel}
) AS regel
