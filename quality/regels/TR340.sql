-- An aspecific allocation has no product code: any code of the category will do (IV075).
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Gedeclareerd %%s, toegewezen %%s.', p.product_code, t.product_code) AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.geldige_toewijzing AS t
    USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
WHERE p.product_code <> t.product_code
