-- What the demo did, in one row: counts of messages and findings, and the lots of the declared euros.
SELECT
    (SELECT count(*) FROM mart.gemeente) AS gemeenten,
    b.ontvangen,
    b.verwerkt,
    b.geweigerd,
    b.niet_ondersteund,
    p.prestaties,
    p.gedeclareerd,
    p.gepubliceerd,
    p.afgewezen,
    p.aangehouden,
    p.regels_gekoppeld,
    p.bedrag_gekoppeld,
    f.bevindingen
FROM (
    SELECT
        count(*) AS ontvangen,
        count(*) FILTER (WHERE status = 'verwerkt') AS verwerkt,
        count(*) FILTER (WHERE status = 'geweigerd') AS geweigerd,
        count(*) FILTER (WHERE status = 'niet_ondersteund') AS niet_ondersteund
    FROM landing.bericht
) AS b
CROSS JOIN (
    SELECT
        count(*) AS prestaties,
        coalesce(sum(saldo_cent), 0)::bigint AS gedeclareerd,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'gepubliceerd'), 0)::bigint AS gepubliceerd,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'afgewezen'), 0)::bigint AS afgewezen,
        coalesce(sum(saldo_cent) FILTER (WHERE lot = 'aangehouden'), 0)::bigint AS aangehouden,
        coalesce(avg((zorgcategorie IS NOT NULL)::integer), 0)::float AS regels_gekoppeld,
        coalesce(sum(bedrag_gekoppeld)::float / nullif(sum(bedrag), 0), 0) AS bedrag_gekoppeld
    FROM mart.prestatie
    CROSS JOIN LATERAL (
        SELECT
            abs(saldo_cent) AS bedrag,
            CASE WHEN zorgcategorie IS NULL THEN 0 ELSE abs(saldo_cent) END AS bedrag_gekoppeld
    ) AS c
) AS p
CROSS JOIN (
    SELECT count(*) AS bevindingen
    FROM quality.bevinding
    WHERE opgelost_op IS NULL
) AS f
