-- Credits count by size.
SELECT gemeente_code
FROM mart.prestatie
GROUP BY gemeente_code
HAVING sum(abs(saldo_cent)) FILTER (WHERE zorgcategorie IS NULL) > 0.05 * sum(abs(saldo_cent))
