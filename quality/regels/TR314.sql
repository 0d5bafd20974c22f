-- Within one provider and municipality, for a municipality does not see the messages of another. The first by
-- date of the message stands. A declaration refused as a whole counts as never sent, and takes no number.
SELECT DISTINCT ON (p.bericht_id, p.regelnummer)
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Al gebruikt in bericht %%s, regel %%s.', e.bericht_id, e.regelnummer) AS toelichting
FROM %(bereik)s AS p
INNER JOIN core.prestatie AS e USING (gemeente_code, aanbieder_agb_code, referentie_nummer)
INNER JOIN core.declaratie AS dp ON p.bericht_id = dp.bericht_id
INNER JOIN core.declaratie AS de ON e.bericht_id = de.bericht_id
LEFT JOIN quality.stand_geweigerde_declaratie AS g ON e.bericht_id = g.bericht_id
WHERE
    e.bekend_vanaf <= %(as_of)s
    AND (e.bericht_id, e.regelnummer) <> (p.bericht_id, p.regelnummer)
    AND g.bericht_id IS NULL
    AND (de.dagtekening, de.identificatie COLLATE "C", e.regelnummer)
    < (dp.dagtekening, dp.identificatie COLLATE "C", p.regelnummer)
ORDER BY p.bericht_id, p.regelnummer, de.dagtekening, de.identificatie COLLATE "C", e.regelnummer
