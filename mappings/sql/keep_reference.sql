-- Remember these lists, and bring the defaults of a productcategorie in line with them: what changed lapses
-- and comes anew. The first lists were known as far back as anyone can ask.
INSERT INTO mapping.referentie (vingerafdruk, bekend_vanaf, lijsten)
SELECT
    %(vingerafdruk)s,
    CASE
        WHEN EXISTS (SELECT FROM mapping.referentie) THEN coalesce(%(bekend_vanaf)s, now())
        ELSE '-infinity'
    END,
    mapping.lijsten();

UPDATE mapping.koppeling AS k
SET vervallen_op = (SELECT max(r.bekend_vanaf) FROM mapping.referentie AS r)
WHERE
    k.niveau = 'productcategorie'
    AND k.vervallen_op IS NULL
    AND NOT EXISTS (
        SELECT
        FROM jsonb_populate_recordset(NULL::mapping.koppeling, %(koppeling)s) AS n
        WHERE
            (
                n.product_categorie, n.omschrijving, n.zorgcategorie,
                n.geldig_vanaf, n.geldig_tot, n.status, n.bron
            ) IS NOT DISTINCT FROM (
                k.product_categorie, k.omschrijving, k.zorgcategorie,
                k.geldig_vanaf, k.geldig_tot, k.status, k.bron
            )
    );

INSERT INTO mapping.koppeling (
    niveau, product_categorie, omschrijving, zorgcategorie, geldig_vanaf, geldig_tot, status, bron,
    bekend_vanaf
)
SELECT
    'productcategorie',
    n.product_categorie,
    n.omschrijving,
    n.zorgcategorie,
    n.geldig_vanaf,
    n.geldig_tot,
    n.status,
    n.bron,
    (SELECT max(r.bekend_vanaf) FROM mapping.referentie AS r)
FROM jsonb_populate_recordset(NULL::mapping.koppeling, %(koppeling)s) AS n
WHERE NOT EXISTS (
    SELECT
    FROM mapping.koppeling AS k
    WHERE
        k.niveau = 'productcategorie'
        AND k.vervallen_op IS NULL
        AND k.product_categorie = n.product_categorie
        AND k.geldig_vanaf = n.geldig_vanaf
);

ANALYZE mapping.koppeling
