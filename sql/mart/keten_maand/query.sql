SELECT
    gemeente_code,
    maand,
    coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    count(*) AS aantal,
    count(*) FILTER (WHERE toestand = 'toegewezen') AS toegewezen,
    count(*) FILTER (WHERE toestand = 'gestart') AS gestart,
    count(*) FILTER (WHERE toestand = 'in levering') AS in_levering,
    count(*) FILTER (WHERE toestand = 'zonder start') AS zonder_start,
    count(*) FILTER (WHERE toestand = 'gestopt') AS gestopt,
    count(*) FILTER (WHERE toestand = 'verwijderd') AS verwijderd,
    count(*) FILTER (WHERE toestand = 'niet toegewezen') AS niet_toegewezen,
    count(*) FILTER (WHERE verzoek_datum IS NOT NULL) AS aangevraagd,
    count(*) FILTER (WHERE is_toegewezen AND product_code IS NULL) AS aspecifiek,
    count(*) FILTER (WHERE gaten @> ARRAY['start zonder toewijzing']) AS start_zonder_toewijzing,
    count(*) FILTER (WHERE gaten @> ARRAY['regels zonder toewijzing']) AS regels_zonder_toewijzing,
    count(*) FILTER (WHERE gaten @> ARRAY['regels zonder start']) AS regels_zonder_start,
    count(*) FILTER (WHERE gaten @> ARRAY['stop zonder start']) AS stop_zonder_start,
    count(*) FILTER (WHERE gaten @> ARRAY['regels na stop']) AS regels_na_stop,
    count(*) FILTER (WHERE gaten @> ARRAY['aspecifieke toewijzing met meer codes']) AS meer_codes,
    sum(saldo_cent) AS saldo_cent
FROM bereik_keten
GROUP BY gemeente_code, maand, coalesce(zorgcategorie, 'niet gekoppeld')
