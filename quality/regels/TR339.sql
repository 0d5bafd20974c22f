-- An allocation without product leaves the choice to the contract (IV075).
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Gedeclareerd %%s, toegewezen %%s.', p.product_categorie, t.product_categorie) AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.geldige_toewijzing AS t
    USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
WHERE p.product_categorie <> t.product_categorie
