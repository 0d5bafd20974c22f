-- Every message without its contents; a municipality has four digits, a provider eight.
SELECT
    bericht_id,
    ontvangen_op,
    status,
    berichttype,
    CASE
        WHEN afzender ~ '^[0-9]{4}$' THEN afzender
        WHEN ontvanger ~ '^[0-9]{4}$' THEN ontvanger
    END AS gemeente_code,
    CASE
        WHEN afzender ~ '^[0-9]{8}$' THEN afzender
        WHEN ontvanger ~ '^[0-9]{8}$' THEN ontvanger
    END AS aanbieder_agb_code
FROM landing.bericht
