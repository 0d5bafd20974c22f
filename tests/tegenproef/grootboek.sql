-- Numbers of messages as file names. When a booking was known, and why, findings and answers themselves say.
SELECT
    b.bestandsnaam AS bestand,
    g.regelnummer,
    g.boeking,
    w.bestandsnaam AS keten_bestand,
    g.keten_regelnummer,
    g.volgnummer,
    g.gemeente_code,
    g.aanbieder_agb_code,
    g.client_pseudoniem,
    g.toewijzing_nummer,
    g.referentie_nummer,
    g.vorig_referentie_nummer,
    g.gedeclareerd_cent,
    g.goedgekeurd_cent,
    g.gepubliceerd_cent
FROM mart.grootboek AS g
INNER JOIN landing.bericht AS b ON g.bericht_id = b.bericht_id
INNER JOIN landing.bericht AS w ON g.keten_bericht_id = w.bericht_id
