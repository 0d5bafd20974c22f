-- No version of an allocation with this number, of this municipality to this provider. A removed one is
-- TR384, one of another child is TR304.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    'Geen toewijzing met dit nummer van deze gemeente aan deze aanbieder.' AS toelichting
FROM core.prestatie AS p
LEFT JOIN quality.toewijzing_op(%(as_of)s) AS t USING (gemeente_code, aanbieder_agb_code, toewijzing_nummer)
WHERE p.bekend_vanaf <= %(as_of)s AND t.bericht_id IS NULL
