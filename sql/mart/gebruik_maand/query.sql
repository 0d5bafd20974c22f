INSERT INTO mart.gebruik_maand (
    gemeente_code, maand, zorgcategorie, jeugdigen, instroom, doorstroom, uitstroom
)
SELECT
    gemeente_code,
    maand,
    zorgcategorie,
    count(*),
    sum(is_instroom::integer),
    sum(is_doorstroom::integer),
    sum(is_uitstroom::integer)
FROM mart.jeugdige_maand
GROUP BY gemeente_code, maand, zorgcategorie
