-- The allocation was removed (RedenWijziging 13) and counts as never sent.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Toewijzing verwijderd op %%s.', t.toewijzingsdatum) AS toelichting
FROM core.prestatie AS p
INNER JOIN quality.toewijzing_op(%(as_of)s) AS t USING (gemeente_code, aanbieder_agb_code, toewijzing_nummer)
WHERE p.bekend_vanaf <= %(as_of)s AND t.reden_wijziging = '13'
