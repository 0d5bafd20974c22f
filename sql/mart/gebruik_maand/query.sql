SELECT
    gemeente_code,
    maand,
    zorgcategorie,
    count(*) AS jeugdigen,
    sum(is_instroom::integer) AS instroom,
    sum(is_doorstroom::integer) AS doorstroom,
    sum(is_uitstroom::integer) AS uitstroom
FROM mart.jeugdige_maand
GROUP BY gemeente_code, maand, zorgcategorie
