SELECT
    gemeente_code,
    hulpvorm,
    count(*) AS aantal,
    sum(einddatum - begindatum) AS dagen
FROM bereik_traject
WHERE eind_bron = 'bericht'
GROUP BY gemeente_code, hulpvorm
