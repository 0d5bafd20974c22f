-- The allocation was removed (RedenWijziging 13) and counts as never sent.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Toewijzing verwijderd op %%s.', t.toewijzingsdatum) AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.stand_toewijzing AS t USING (gemeente_code, aanbieder_agb_code, toewijzing_nummer)
WHERE t.reden_wijziging = '13'
