-- Every entry of every product book as known now; the defaults of a productcategorie are not a municipality's
-- to edit.
SELECT
    niveau,
    coalesce(gemeente_code::text, regio_code) AS code,
    product_categorie,
    product_code,
    omschrijving,
    eenheid,
    tarief_cent,
    zorgcategorie,
    hulpvorm,
    geldig_vanaf,
    geldig_tot,
    status,
    bron
FROM mapping.koppeling
WHERE
    niveau <> 'productcategorie'
    AND vervallen_op IS NULL
    AND (
        %(peildatum)s::date IS NULL
        OR (geldig_vanaf <= %(peildatum)s AND (geldig_tot > %(peildatum)s OR geldig_tot IS NULL))
    )
ORDER BY niveau, code NULLS FIRST, product_categorie, product_code, geldig_vanaf
