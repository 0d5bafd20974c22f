SELECT
    b.gemeente_code,
    date_trunc('month', b.ontvangen_op AT TIME ZONE 'Europe/Amsterdam')::date AS maand,
    coalesce(b.berichttype, 'onbekend') AS berichttype,
    coalesce(b.aanbieder_agb_code, 'onbekend') AS aanbieder_agb_code,
    b.status,
    count(*) AS berichten
FROM core.bericht AS b
INNER JOIN mart.gemeente USING (gemeente_code)
WHERE b.ontvangen_op <= %(as_of)s
GROUP BY 1, 2, 3, 4, 5
