-- In a book that holds here under other categories only. Another category than allocated is left to TR339.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Categorie %%s, volgens het productboek %%s.', p.product_categorie, k.categorieen) AS toelichting
FROM %(bereik)s AS p
LEFT JOIN quality.stand_toewijzing AS t
    ON
        p.soort = 'prestatie'
        AND p.gemeente_code = t.gemeente_code
        AND p.toewijzing_nummer = t.toewijzing_nummer
INNER JOIN LATERAL (
    SELECT string_agg(DISTINCT k.product_categorie, ', ') AS categorieen
    FROM mapping.koppeling_op(%(as_of)s) AS k
    WHERE
        k.product_code = p.product_code
        AND k.eigenaar IN (p.gemeente_code, quality.regio_van(p.gemeente_code), 'landelijk')
        AND k.geldig_vanaf <= p.peildatum
        AND coalesce(k.geldig_tot > p.peildatum, TRUE)
    HAVING bool_and(k.product_categorie <> p.product_categorie)
) AS k ON TRUE
WHERE
    p.product_code IS NOT NULL
    AND t.product_code IS NULL
    AND coalesce(p.product_categorie = t.product_categorie, TRUE)
