SELECT
    gebied_code AS gemeente_code,
    periode,
    zorgpad,
    rank() OVER (PARTITION BY gebied_code, periode ORDER BY jeugdigen DESC) AS rang,
    jeugdigen AS jeugdigen_met_pad
FROM mart.zorgpad
WHERE gebiedsoort = 'gemeente' AND periodesoort = 'jaar'
