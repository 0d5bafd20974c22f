SELECT
    client_pseudoniem,
    gemeente_code,
    zorgcategorie,
    hulpvorm,
    verwijzer,
    aanbiederklasse,
    range_agg(daterange(maand, (maand + interval '1 month')::date)) AS maanden
FROM bereik_jeugdige_maand
WHERE gepubliceerd_cent > 0 OR gepubliceerd_volume > 0
GROUP BY client_pseudoniem, gemeente_code, zorgcategorie, hulpvorm, verwijzer, aanbiederklasse
