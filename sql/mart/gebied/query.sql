SELECT
    gemeente_code,
    gebiedsoort,
    gebied_code,
    gebied_naam
FROM mart.gemeente
CROSS JOIN
    LATERAL (
        VALUES
        ('gemeente', gemeente_code::text, gemeente_naam),
        ('regio', regio_code, regio_naam),
        ('land', 'NL', 'Nederland')
    ) AS g (gebiedsoort, gebied_code, gebied_naam)
WHERE gebied_code IS NOT NULL
