-- The runner puts the SQL of the rule in the place of its parameter "regel".
INSERT INTO gevonden (regel_id, bericht_id, regelnummer, gemeente_code, bedrag_cent, toelichting)
SELECT
    %(regel_id)s,
    regel.bericht_id,
    regel.regelnummer,
    regel.gemeente_code,
    regel.bedrag_cent,
    regel.toelichting
FROM %(regel)s AS regel
