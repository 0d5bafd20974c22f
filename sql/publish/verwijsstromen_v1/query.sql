SELECT
    gebied_code AS gemeente_code,
    periodesoort,
    periode,
    verwijzer,
    mart.naam_van('verwijzer', verwijzer) AS verwijzer_naam,
    naar AS uitsplitsing,
    waarde,
    mart.naam_van(naar, waarde) AS waarde_naam,
    aantal AS trajecten_verwezen
FROM mart.verwijzing
WHERE gebiedsoort = 'gemeente' AND periodesoort IN ('halfjaar', 'jaar')
