-- Credits count by size: taking back is late too.
SELECT p.gemeente_code
FROM core.prestatie AS p
INNER JOIN core.declaratie AS d USING (bericht_id)
WHERE p.bekend_vanaf <= %(as_of)s
GROUP BY p.gemeente_code
HAVING
    sum(abs(p.saldo_cent)) FILTER (WHERE p.einddatum < d.dagtekening - interval '12 months')
    > 0.05 * sum(abs(p.saldo_cent))
