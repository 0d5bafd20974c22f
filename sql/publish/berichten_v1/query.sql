SELECT
    gemeente_code,
    maand AS ontvangstmaand,
    berichttype,
    aanbieder_agb_code,
    status AS berichtstatus,
    berichten AS aantal_berichten
FROM mart.berichten_maand
