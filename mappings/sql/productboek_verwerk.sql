-- Rows that are new or changed. An older entry ends at geldig_vanaf; one that began that day is replaced.
-- The new entry holds until the next one of the same code begins, if there is one.
DELETE FROM mapping.koppeling
WHERE koppeling_id IN (SELECT unnest(%(vervangen)s::bigint[])) AND geldig_vanaf = %(geldig_vanaf)s;

UPDATE mapping.koppeling SET geldig_tot = %(geldig_vanaf)s
WHERE koppeling_id IN (SELECT unnest(%(vervangen)s::bigint[]));

INSERT INTO mapping.koppeling (
    niveau, gemeente_code, regio_code, product_categorie, product_code, omschrijving, eenheid, tarief_cent,
    zorgcategorie, hulpvorm, geldig_vanaf, geldig_tot, status, bron
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
    ),
    'vastgesteld',
    %(bron)s
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
