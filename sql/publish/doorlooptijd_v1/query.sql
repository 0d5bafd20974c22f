SELECT
    gebied_code AS gemeente_code,
    soort,
    periodesoort,
    periode,
    dimensie AS uitsplitsing,
    waarde,
    mart.naam_van(dimensie, waarde) AS waarde_naam,
    aantal AS aantal_begonnen,
    afgelopen AS aantal_afgelopen,
    open AS aantal_open,
    gemiddelde_dagen,
    verwachte_dagen,
    mediaan_dagen
FROM mart.doorlooptijd
WHERE gebiedsoort = 'gemeente' AND periodesoort IN ('halfjaar', 'jaar')
