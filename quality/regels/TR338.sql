-- No version of an allocation with this number, of this municipality to this provider. A removed one is
-- TR384, one of another child is TR304.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    'Geen toewijzing met dit nummer van deze gemeente aan deze aanbieder.' AS toelichting
FROM %(bereik)s AS p
LEFT JOIN quality.stand_toewijzing AS t USING (gemeente_code, aanbieder_agb_code, toewijzing_nummer)
WHERE t.bericht_id IS NULL
