-- The total of the declaration is the signed sum of its lines; bedrag_cent is the difference.
SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent - coalesce(sum(p.saldo_cent), 0) AS bedrag_cent,
    format('Totaal %%s cent, de regels samen %%s cent.', d.totaal_saldo_cent, coalesce(sum(p.saldo_cent), 0))
        AS toelichting
FROM %(bereik)s AS d
LEFT JOIN core.prestatie AS p USING (bericht_id)
GROUP BY d.bericht_id, d.gemeente_code, d.totaal_saldo_cent
HAVING d.totaal_saldo_cent <> coalesce(sum(p.saldo_cent), 0)
