-- Replaces what this package ships; product books (niveau gemeente, regio, landelijk) stay as they are.
-- Each parameter is a JSON array of rows. Product books refer to regio and zorgcategorie: those are updated.
INSERT INTO mapping.regio
SELECT r.* FROM jsonb_populate_recordset(NULL::mapping.regio, %(regio)s) AS r
ON CONFLICT (regio_code) DO UPDATE SET regio_naam = excluded.regio_naam, bron = excluded.bron;

INSERT INTO mapping.zorgcategorie
SELECT z.* FROM jsonb_populate_recordset(NULL::mapping.zorgcategorie, %(zorgcategorie)s) AS z
ON CONFLICT (zorgcategorie) DO UPDATE SET
    naam = excluded.naam,
    omschrijving = excluded.omschrijving,
    volgorde = excluded.volgorde,
    is_crisis = excluded.is_crisis,
    bron = excluded.bron;

DELETE FROM mapping.codelijst;
INSERT INTO mapping.codelijst
SELECT c.* FROM jsonb_populate_recordset(NULL::mapping.codelijst, %(codelijst)s) AS c;

DELETE FROM mapping.gemeente;
INSERT INTO mapping.gemeente
SELECT g.* FROM jsonb_populate_recordset(NULL::mapping.gemeente, %(gemeente)s) AS g;

DELETE FROM mapping.feestdag;
INSERT INTO mapping.feestdag
SELECT f.* FROM jsonb_populate_recordset(NULL::mapping.feestdag, %(feestdag)s) AS f;

-- The calendar of working days, over the whole years that the list of holidays covers.
DELETE FROM mapping.werkdag;
INSERT INTO mapping.werkdag (dag, is_werkdag, nummer)
SELECT
    dag,
    is_werkdag,
    sum(is_werkdag::integer) OVER (ORDER BY dag)
FROM (
    SELECT
        d.dag::date AS dag,
        extract(ISODOW FROM d.dag) < 6 AND f.dag IS NULL AS is_werkdag
    FROM (
        SELECT
            date_trunc('year', min(dag)::timestamp) AS eerste,
            date_trunc('year', max(dag)::timestamp) + '1 year - 1 day'::interval AS laatste
        FROM mapping.feestdag
    ) AS jaren,
        generate_series(jaren.eerste, jaren.laatste, '1 day'::interval) AS d (dag)
    LEFT JOIN mapping.feestdag AS f ON f.dag = d.dag::date
) AS kalender;

DELETE FROM mapping.zorgcategorie_naar;
INSERT INTO mapping.zorgcategorie_naar
SELECT n.* FROM jsonb_populate_recordset(NULL::mapping.zorgcategorie_naar, %(zorgcategorie_naar)s) AS n;

DELETE FROM mapping.code_naar;
INSERT INTO mapping.code_naar
SELECT n.* FROM jsonb_populate_recordset(NULL::mapping.code_naar, %(code_naar)s) AS n;

DELETE FROM mapping.koppeling
WHERE niveau = 'productcategorie';
INSERT INTO mapping.koppeling (
    niveau, product_categorie, omschrijving, zorgcategorie, geldig_vanaf, geldig_tot, status, bron
)
SELECT
    'productcategorie',
    k.product_categorie,
    k.omschrijving,
    k.zorgcategorie,
    k.geldig_vanaf,
    k.geldig_tot,
    k.status,
    k.bron
FROM jsonb_populate_recordset(NULL::mapping.koppeling, %(koppeling)s) AS k;

DELETE FROM mapping.zorgcategorie
WHERE zorgcategorie NOT IN (
    SELECT z.zorgcategorie FROM jsonb_populate_recordset(NULL::mapping.zorgcategorie, %(zorgcategorie)s) AS z
);
DELETE FROM mapping.regio
WHERE regio_code NOT IN (
    SELECT r.regio_code FROM jsonb_populate_recordset(NULL::mapping.regio, %(regio)s) AS r
);

INSERT INTO mapping.referentie (vingerafdruk) VALUES (%(vingerafdruk)s)
ON CONFLICT (enig) DO UPDATE SET vingerafdruk = excluded.vingerafdruk;

ANALYZE mapping.codelijst, mapping.gemeente, mapping.werkdag, mapping.zorgcategorie_naar, mapping.koppeling;
