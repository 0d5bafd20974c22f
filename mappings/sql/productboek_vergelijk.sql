-- Each row of a product book beside the entry of the same owner and code that holds on geldig_vanaf.
SELECT
    r.regel,
    k.koppeling_id,
    CASE
        WHEN k.koppeling_id IS NULL THEN 'nieuw'
        WHEN EXISTS (
            SELECT
                k.omschrijving,
                k.eenheid,
                k.tarief_cent,
                k.zorgcategorie,
                k.hulpvorm
            EXCEPT
            SELECT
                r.omschrijving,
                r.eenheid,
                r.tarief_cent,
                r.zorgcategorie,
                r.hulpvorm
        ) THEN 'gewijzigd'
        ELSE 'ongewijzigd'
    END AS oordeel
FROM
    jsonb_to_recordset(%(regels)s)
        AS r (
            regel integer,
            product_categorie text,
            product_code text,
            omschrijving text,
            eenheid text,
            tarief_cent integer,
            zorgcategorie text,
            hulpvorm text
        )
LEFT JOIN mapping.koppeling AS k
    ON
        k.eigenaar = %(eigenaar)s
        AND r.product_categorie = k.product_categorie
        AND r.product_code = coalesce(k.product_code, '')
        AND k.geldig_vanaf <= %(geldig_vanaf)s
        AND (k.geldig_tot > %(geldig_vanaf)s OR k.geldig_tot IS NULL)
        AND k.vervallen_op IS NULL
