-- Envelopes, one for each place in the arrays. What they carry is in landing since this transaction or
-- before; a bundle is there as its messages, and then there is no message of its own to point at.
INSERT INTO landing.envelop (
    sleutel, sha256, bericht_id, berichtcode, zender_organisatie, zender_applicatie, zender_administratie,
    ontvanger_organisatie, referentienummer, functie, ontvangen_op, bevestiging_nummer
)
SELECT
    n.sleutel,
    n.sha256,
    b.bericht_id,
    n.berichtcode,
    n.zender_organisatie,
    n.zender_applicatie,
    n.zender_administratie,
    n.ontvanger_organisatie,
    n.referentienummer,
    n.functie,
    %(ontvangen_op)s,
    n.bevestiging_nummer
FROM
    unnest(
        %(sleutel)s::text[],
        %(sha256)s::text[],
        %(berichtcode)s::text[],
        %(zender_organisatie)s::text[],
        %(zender_applicatie)s::text[],
        %(zender_administratie)s::text[],
        %(ontvanger_organisatie)s::text[],
        %(referentienummer)s::text[],
        %(functie)s::text[],
        %(bevestiging_nummer)s::uuid[]
    ) AS n (
        sleutel, sha256, berichtcode, zender_organisatie, zender_applicatie, zender_administratie,
        ontvanger_organisatie, referentienummer, functie, bevestiging_nummer
    )
LEFT JOIN landing.bericht AS b ON n.sha256 = b.sha256;
