-- No kind of care in AGB has number 00: only the synthetic world hands out such codes.
-- One processed message is enough; a refused message may carry a code that does not exist.
SELECT
    b.gemeente_code,
    coalesce(max(g.gemeente_naam), 'Gemeente ' || b.gemeente_code) AS gemeente_naam,
    max(g.regio_code) AS regio_code,
    max(g.regio_naam) AS regio_naam,
    min(b.ontvangen_op) AS eerste_ontvangst,
    max(b.ontvangen_op) AS laatste_ontvangst,
    coalesce(bool_or(b.aanbieder_agb_code ~ '^00'), FALSE) AS is_synthetisch
FROM core.bericht AS b
LEFT JOIN (
    SELECT DISTINCT ON (gemeente_code)
        gemeente_code,
        gemeente_naam,
        regio_code,
        regio_naam
    FROM mapping.gemeente
    INNER JOIN mapping.regio USING (regio_code)
    WHERE geldig_vanaf <= %(as_of)s::date
    ORDER BY gemeente_code ASC, geldig_vanaf DESC
) AS g USING (gemeente_code)
WHERE
    b.gemeente_code IS NOT NULL
    AND b.ontvangen_op <= %(as_of)s
    AND (b.status = 'verwerkt' OR g.gemeente_naam IS NOT NULL)
GROUP BY b.gemeente_code
