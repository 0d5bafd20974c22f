-- A line counts from the day on which its message arrived, by Dutch time.
SELECT
    gemeente_code,
    coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    maand,
    (
        12 * (extract(YEAR FROM ontvangen_datum) - extract(YEAR FROM maand))
        + extract(MONTH FROM ontvangen_datum) - extract(MONTH FROM maand)
    )::integer AS vertraging_maanden,
    ontvangen_datum,
    count(*) AS regels,
    sum(saldo_cent) AS gedeclareerd_cent,
    coalesce(sum(saldo_cent) FILTER (WHERE lot <> 'afgewezen'), 0) AS goedgekeurd_cent
FROM bereik_prestatie
GROUP BY gemeente_code, coalesce(zorgcategorie, 'niet gekoppeld'), maand, ontvangen_datum
