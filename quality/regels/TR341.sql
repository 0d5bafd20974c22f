-- The same unit; minutes on hours are allowed. Without a product code in the allocation the contract decides.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Gedeclareerd in eenheid %%s, toegewezen in eenheid %%s.', p.eenheid, t.eenheid) AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.geldige_toewijzing AS t
    USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
WHERE
    t.product_code IS NOT NULL
    AND p.eenheid <> t.eenheid
    AND NOT (p.eenheid = '01' AND t.eenheid = '04')
