SELECT
    k.gemeente_code,
    k.maand,
    k.zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    k.regels,
    (k.gedeclareerd_cent / 100.0)::numeric(14, 2) AS gedeclareerd_euro,
    (k.afgewezen_cent / 100.0)::numeric(14, 2) AS afgewezen_euro,
    (k.goedgekeurd_cent / 100.0)::numeric(14, 2) AS goedgekeurd_euro,
    (k.aangehouden_cent / 100.0)::numeric(14, 2) AS aangehouden_euro,
    (k.gepubliceerd_cent / 100.0)::numeric(14, 2) AS gepubliceerd_euro
FROM mart.kosten_maand AS k
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
