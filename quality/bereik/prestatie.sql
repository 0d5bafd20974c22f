-- Lines touched themselves; lines on the same care in the same period; lines on an allocation with a new
-- version; and lines of a youth who was unknown (TR304) and is named in a new message.
SELECT *
FROM core.prestatie
WHERE
    bekend_vanaf <= %(as_of)s
    AND (bericht_id, regelnummer) IN (
        SELECT
            bericht_id,
            regelnummer
        FROM geraakte_regel
        UNION
        SELECT
            p.bericht_id,
            p.regelnummer
        FROM geraakte_regel
        INNER JOIN core.prestatie AS p
            USING (
                gemeente_code, toewijzing_nummer, aanbieder_agb_code, client_pseudoniem,
                product_categorie, product_code, begindatum, einddatum
            )
        UNION
        SELECT
            p.bericht_id,
            p.regelnummer
        FROM nieuwe_toewijzing
        INNER JOIN core.prestatie AS p USING (gemeente_code, toewijzing_nummer)
        UNION
        SELECT
            p.bericht_id,
            p.regelnummer
        FROM quality.bevinding AS b
        INNER JOIN core.prestatie AS p USING (bericht_id, regelnummer)
        INNER JOIN core.client AS c
            ON p.client_pseudoniem = c.client_pseudoniem AND p.gemeente_code = c.gemeente_code
        INNER JOIN nieuw_bericht AS n ON c.bericht_id = n.bericht_id
        WHERE b.regel_id = 'TR304' AND b.opgelost_op IS NULL
    )
