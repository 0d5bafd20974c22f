-- One debit a child, allocation, product and period: the first that was not rejected or taken back (OP366).
SELECT DISTINCT ON (p.bericht_id, p.regelnummer)
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Dezelfde periode staat al in bericht %%s, regel %%s.', e.bericht_id, e.regelnummer) AS toelichting
FROM %(bereik)s AS p
INNER JOIN core.prestatie AS e
    USING (
        gemeente_code, toewijzing_nummer, aanbieder_agb_code, client_pseudoniem,
        product_categorie, product_code, begindatum, einddatum, debet_credit
    )
INNER JOIN core.declaratie AS dp ON p.bericht_id = dp.bericht_id
INNER JOIN core.declaratie AS de ON e.bericht_id = de.bericht_id
LEFT JOIN quality.stand_afgewezen_regel AS a ON e.bericht_id = a.bericht_id AND e.regelnummer = a.regelnummer
WHERE
    p.debet_credit = 'D'
    AND (e.bericht_id, e.regelnummer) <> (p.bericht_id, p.regelnummer)
    AND e.bekend_vanaf <= %(as_of)s
    AND a.bericht_id IS NULL
    AND (de.dagtekening, de.identificatie COLLATE "C", e.regelnummer)
    < (dp.dagtekening, dp.identificatie COLLATE "C", p.regelnummer)
    AND NOT EXISTS (
        SELECT FROM quality.staande_creditregel_op(%(as_of)s) AS c
        WHERE
            c.gemeente_code = p.gemeente_code AND c.aanbieder_agb_code = p.aanbieder_agb_code
            AND c.vorig_referentie_nummer IN (p.referentie_nummer, e.referentie_nummer)
    )
ORDER BY p.bericht_id, p.regelnummer, de.dagtekening, de.identificatie COLLATE "C", e.regelnummer
