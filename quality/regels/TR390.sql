-- A debit is taken back once; the first credit by date of the message that was not rejected stands.
SELECT DISTINCT ON (p.bericht_id, p.regelnummer)
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Al gecrediteerd in bericht %%s, regel %%s.', e.bericht_id, e.regelnummer) AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.staande_creditregel_op(%(as_of)s) AS e
    USING (gemeente_code, aanbieder_agb_code, vorig_referentie_nummer)
INNER JOIN core.declaratie AS dp ON p.bericht_id = dp.bericht_id
INNER JOIN core.declaratie AS de ON e.bericht_id = de.bericht_id
WHERE
    p.debet_credit = 'C'
    AND (de.dagtekening, de.identificatie COLLATE "C", e.regelnummer)
    < (dp.dagtekening, dp.identificatie COLLATE "C", p.regelnummer)
ORDER BY p.bericht_id, p.regelnummer, de.dagtekening, de.identificatie COLLATE "C", e.regelnummer
