-- One envelope. What it carries is in landing since this transaction or longer; a bundle is there as its
-- messages, and then there is no message of its own to point at.
INSERT INTO landing.envelop (
    sleutel, sha256, bericht_id, berichtcode, zender_organisatie, zender_applicatie, zender_administratie,
    ontvanger_organisatie, referentienummer, functie, ontvangen_op, bevestiging_nummer
)
SELECT
    %(sleutel)s,
    %(sha256)s,
    max(bericht_id),
    %(berichtcode)s,
    %(zender_organisatie)s,
    %(zender_applicatie)s,
    %(zender_administratie)s,
    %(ontvanger_organisatie)s,
    %(referentienummer)s,
    %(functie)s,
    %(ontvangen_op)s,
    %(bevestiging_nummer)s::uuid
FROM landing.bericht
WHERE sha256 = %(sha256)s;
