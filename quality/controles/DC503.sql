-- Days (14) and hours (04) that do not fit in the calendar.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Volume %%s in %%s dagen.', geleverd_volume, einddatum - begindatum + 1) AS toelichting
FROM core.prestatie
WHERE
    bekend_vanaf <= %(as_of)s
    AND eenheid IN ('04', '14')
    AND geleverd_volume > (einddatum - begindatum + 1) * CASE eenheid WHEN '04' THEN 24 ELSE 1 END
