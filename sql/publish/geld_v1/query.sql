SELECT
    g.gemeente_code,
    g.maand,
    g.zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    g.regels,
    (g.ingediend_cent / 100.0)::numeric(14, 2) AS ingediend_euro,
    (g.gecrediteerd_cent / 100.0)::numeric(14, 2) AS gecrediteerd_euro,
    (g.opnieuw_ingediend_cent / 100.0)::numeric(14, 2) AS opnieuw_ingediend_euro,
    (g.dubbel_ingediend_cent / 100.0)::numeric(14, 2) AS dubbel_ingediend_euro,
    (g.gedeclareerd_cent / 100.0)::numeric(14, 2) AS gedeclareerd_euro,
    (g.afgewezen_cent / 100.0)::numeric(14, 2) AS afgewezen_euro,
    (g.goedgekeurd_cent / 100.0)::numeric(14, 2) AS goedgekeurd_euro,
    (g.aangehouden_cent / 100.0)::numeric(14, 2) AS aangehouden_euro,
    (g.gepubliceerd_cent / 100.0)::numeric(14, 2) AS gepubliceerd_euro
FROM mart.geldstroom_maand AS g
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
