-- Rows that are new or changed. What they change lapses, and its days before geldig_vanaf come back as a
-- version of their own. A new entry holds until the next one of the same code begins, if there is one.
WITH vervallen AS (
    UPDATE mapping.koppeling SET vervallen_op = %(bekend_vanaf)s
    WHERE koppeling_id IN (SELECT unnest(%(vervangen)s::bigint[]))
    RETURNING *
)

INSERT INTO mapping.koppeling (
    niveau, gemeente_code, regio_code, product_categorie, product_code, omschrijving, eenheid, tarief_cent,
    zorgcategorie, hulpvorm, geldig_vanaf, geldig_tot, status, bron, bekend_vanaf
)
SELECT
    niveau,
    gemeente_code,
    regio_code,
    product_categorie,
    product_code,
    omschrijving,
    eenheid,
    tarief_cent,
    zorgcategorie,
    hulpvorm,
    geldig_vanaf,
    %(geldig_vanaf)s AS geldig_tot,
    status,
    bron,
    %(bekend_vanaf)s
FROM vervallen
WHERE geldig_vanaf < %(geldig_vanaf)s;

INSERT INTO mapping.koppeling (
    niveau, gemeente_code, regio_code, product_categorie, product_code, omschrijving, eenheid, tarief_cent,
    zorgcategorie, hulpvorm, geldig_vanaf, geldig_tot, status, bron, bekend_vanaf
)
SELECT
    %(niveau)s,
    %(gemeente_code)s,
    %(regio_code)s,
    r.product_categorie,
    r.product_code,
    r.omschrijving,
    r.eenheid,
    r.tarief_cent,
    r.zorgcategorie,
    r.hulpvorm,
    %(geldig_vanaf)s,
    (
        SELECT min(later.geldig_vanaf)
        FROM mapping.koppeling AS later
        WHERE
            later.eigenaar = %(eigenaar)s
            AND later.product_categorie = r.product_categorie
            AND coalesce(later.product_code, '') = r.product_code
            AND later.geldig_vanaf > %(geldig_vanaf)s
            AND later.vervallen_op IS NULL
    ),
    'vastgesteld',
    %(bron)s,
    %(bekend_vanaf)s
FROM jsonb_to_recordset(%(regels)s) AS r (
    product_categorie text,
    product_code text,
    omschrijving text,
    eenheid text,
    tarief_cent integer,
    zorgcategorie text,
    hulpvorm text
);

ANALYZE mapping.koppeling;
