-- The number of a declaration, within one provider and municipality; the first by date of the message stands.
-- A declaration refused as a whole counts as never sent. The finding is on the whole message.
SELECT DISTINCT ON (d.bericht_id)
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent AS bedrag_cent,
    format('DeclaratieNummer al gebruikt in bericht %%s.', e.bericht_id) AS toelichting
FROM %(bereik)s AS d
INNER JOIN core.declaratie AS e USING (gemeente_code, aanbieder_agb_code, declaratie_nummer)
LEFT JOIN quality.stand_geweigerde_declaratie AS g ON e.bericht_id = g.bericht_id
WHERE
    e.bekend_vanaf <= %(as_of)s
    AND g.bericht_id IS NULL
    AND (e.dagtekening, e.identificatie COLLATE "C") < (d.dagtekening, d.identificatie COLLATE "C")
ORDER BY d.bericht_id, e.dagtekening, e.identificatie COLLATE "C"
