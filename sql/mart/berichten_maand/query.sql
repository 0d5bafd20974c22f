INSERT INTO mart.berichten_maand (gemeente_code, maand, berichttype, aanbieder_agb_code, status, berichten)
SELECT
    b.gemeente_code,
    date_trunc('month', b.ontvangen_op AT TIME ZONE 'Europe/Amsterdam')::date,
    coalesce(b.berichttype, 'onbekend'),
    coalesce(b.aanbieder_agb_code, 'onbekend'),
    b.status,
    count(*)
FROM core.bericht AS b
INNER JOIN mart.gemeente USING (gemeente_code)
WHERE b.ontvangen_op <= %(as_of)s
GROUP BY 1, 2, 3, 4, 5
