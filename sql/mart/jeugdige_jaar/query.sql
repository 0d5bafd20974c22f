SELECT
    client_pseudoniem,
    gemeente_code,
    m.jaar,
    m.zorgcategorie,
    m.hulpvorm,
    mart.leeftijd(j.geboortedatum, m.jaar) AS leeftijd,
    m.geslacht,
    m.verwijzer,
    m.aanbiederklasse,
    m.gepubliceerd_cent
FROM (
    SELECT
        client_pseudoniem,
        gemeente_code,
        date_trunc('year', maand::timestamp)::date AS jaar,
        zorgcategorie,
        hulpvorm,
        geslacht,
        verwijzer,
        aanbiederklasse,
        sum(gepubliceerd_cent) AS gepubliceerd_cent
    FROM bereik_jeugdige_maand
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
) AS m
LEFT JOIN mart.jeugdige AS j USING (client_pseudoniem, gemeente_code)
