-- Puts the lists that this package ships, or shipped, in place of those that are there. Each parameter is a
-- JSON array of rows. Product books refer to regio and zorgcategorie: those are updated, and go in
-- drop_reference.sql.
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

ANALYZE mapping.codelijst, mapping.gemeente, mapping.werkdag, mapping.zorgcategorie_naar
