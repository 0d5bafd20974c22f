-- The total of the declaration is the signed sum of its lines; bedrag_cent is the difference.
SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent - coalesce(s.cent, 0) AS bedrag_cent,
    format('Totaal %%s cent, de regels samen %%s cent.', d.totaal_saldo_cent, coalesce(s.cent, 0))
        AS toelichting
FROM core.declaratie AS d
LEFT JOIN (
    SELECT
        bericht_id,
        sum(saldo_cent) AS cent
    FROM core.prestatie
    GROUP BY bericht_id
) AS s USING (bericht_id)
WHERE d.bekend_vanaf <= %(as_of)s AND d.totaal_saldo_cent <> coalesce(s.cent, 0)
