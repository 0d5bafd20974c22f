-- The total of the declaration is the signed sum of its lines; bedrag_cent is the difference.
SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent - coalesce(s.cent, 0) AS bedrag_cent,
    format('Totaal %%s cent, de regels samen %%s cent.', d.totaal_saldo_cent, coalesce(s.cent, 0))
        AS toelichting
FROM quality.declaratie_op(%(as_of)s) AS d
LEFT JOIN (
    SELECT
        bericht_id,
        sum(saldo_cent) AS cent
    FROM core.prestatie
    GROUP BY bericht_id
) AS s USING (bericht_id)
WHERE d.totaal_saldo_cent <> coalesce(s.cent, 0)
