-- Of a norm, the code that is one of it says by what the stored volume is divided.
SELECT
    v.gebied_code AS gemeente_code,
    v.periodesoort,
    v.periode,
    v.dimensie AS uitsplitsing,
    v.waarde,
    mart.naam_van(v.dimensie, v.waarde) AS waarde_naam,
    v.eenheid AS genormaliseerde_eenheid,
    round(v.volume::numeric / e.noemer, 2) AS volume,
    v.zorgmaanden,
    round(v.volume::numeric / e.noemer / nullif(v.zorgmaanden, 0), 2) AS intensiteit,
    CASE WHEN v.volume > 0 THEN round(v.gepubliceerd_cent / 100.0 / v.volume * e.noemer, 2) END AS prijs_euro
FROM mart.volume AS v
INNER JOIN (SELECT DISTINCT
    norm,
    noemer
FROM mapping.eenheid) AS e ON v.eenheid = e.norm
WHERE v.gebiedsoort = 'gemeente' AND v.periodesoort <> 'maand'
