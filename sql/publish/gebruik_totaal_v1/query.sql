SELECT
    gemeente_code,
    maand,
    jeugdigen AS jeugdigen_totaal,
    instroom AS instroom_totaal,
    uitstroom AS uitstroom_totaal
FROM mart.gebruik_totaal_maand
