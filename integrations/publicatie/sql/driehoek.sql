SELECT
    d.gemeente_code,
    coalesce(g.regio_code, '') AS regio_code,
    d.zorgcategorie,
    d.maand,
    d.ontvangen_datum,
    d.regels,
    d.goedgekeurd_cent AS cent
FROM mart.driehoek AS d
INNER JOIN mart.gemeente AS g USING (gemeente_code)
