-- By the moment of decision (IV013). A version that was removed in between leaves the number free.
SELECT DISTINCT ON (t.bericht_id, t.regelnummer)
    t.bericht_id,
    t.regelnummer,
    t.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Sinds %%s van een andere toewijzing, in bericht %%s.', e.toewijzingsdatum, e.bericht_id)
        AS toelichting
FROM %(bereik)s AS t
INNER JOIN core.toewijzing AS e USING (gemeente_code, toewijzing_nummer)
WHERE
    e.bekend_vanaf <= %(as_of)s
    AND (e.toewijzingsdatum, e.toewijzingstijd, e.bericht_id)
    < (t.toewijzingsdatum, t.toewijzingstijd, t.bericht_id)
    AND (e.client_pseudoniem, e.aanbieder_agb_code, e.ingangsdatum, e.product_categorie, e.product_code)
    IS DISTINCT FROM
    (t.client_pseudoniem, t.aanbieder_agb_code, t.ingangsdatum, t.product_categorie, t.product_code)
    AND t.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND e.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND NOT EXISTS (
        SELECT
        FROM core.toewijzing AS v
        WHERE
            (v.gemeente_code, v.toewijzing_nummer) = (t.gemeente_code, t.toewijzing_nummer)
            AND v.reden_wijziging = '13'
            AND v.bekend_vanaf <= %(as_of)s
            AND (v.toewijzingsdatum, v.toewijzingstijd) >= (e.toewijzingsdatum, e.toewijzingstijd)
            AND (v.toewijzingsdatum, v.toewijzingstijd) < (t.toewijzingsdatum, t.toewijzingstijd)
    )
ORDER BY t.bericht_id, t.regelnummer, e.toewijzingsdatum, e.toewijzingstijd, e.bericht_id
