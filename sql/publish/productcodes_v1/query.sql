SELECT
    p.gemeente_code,
    p.product_categorie,
    p.product_code,
    p.omschrijving,
    p.pad,
    p.zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    p.hulpvorm,
    p.regels,
    (p.gedeclareerd_cent / 100.0)::numeric(14, 2) AS gedeclareerd_euro,
    (p.gepubliceerd_cent / 100.0)::numeric(14, 2) AS gepubliceerd_euro,
    p.eerste_maand,
    p.laatste_maand
FROM mart.productcode AS p
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
