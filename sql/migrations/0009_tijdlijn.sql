-- Two times everywhere: when a mapping was known beside when it holds; core and mappings that only grow; and
-- of what each release was made.

-- Product books. A row is one version: known from bekend_vanaf until vervallen_op, about geldig_vanaf until
-- geldig_tot. What stands here when this migration comes was known as far back as anyone can ask.
ALTER TABLE mapping.koppeling
ADD COLUMN bekend_vanaf timestamptz NOT NULL DEFAULT '-infinity',
ADD COLUMN vervallen_op timestamptz,
ADD CONSTRAINT vervallen_na_bekend CHECK (vervallen_op >= bekend_vanaf),
DROP CONSTRAINT koppeling_geen_overlap,
ADD CONSTRAINT koppeling_geen_overlap EXCLUDE USING gist (
    eigenaar WITH =,
    product_categorie WITH =,
    coalesce(product_code, '') WITH =,
    daterange(geldig_vanaf, geldig_tot) WITH &&,
    tstzrange(bekend_vanaf, vervallen_op) WITH &&
);
ALTER TABLE mapping.koppeling ALTER COLUMN bekend_vanaf DROP DEFAULT;
COMMENT ON COLUMN mapping.koppeling.bekend_vanaf IS
'Moment van inlezen; -infinity: was er al toen het systeem werd ingericht.';
COMMENT ON COLUMN mapping.koppeling.vervallen_op IS
'Moment waarop een andere versie haar plaats innam; leeg: dit is de huidige kennis.';

CREATE FUNCTION mapping.bewaar_versie() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%%.%% groeit alleen aan: voeg een versie toe en laat de oude vervallen',
        tg_table_schema, tg_table_name;
END $$;
CREATE TRIGGER versie_blijft BEFORE DELETE OR TRUNCATE ON mapping.koppeling
FOR EACH STATEMENT EXECUTE FUNCTION mapping.bewaar_versie();
CREATE TRIGGER versie_onveranderlijk AFTER UPDATE ON mapping.koppeling
FOR EACH ROW WHEN (
    old.vervallen_op IS NOT NULL
    OR (to_jsonb(old) - 'vervallen_op') IS DISTINCT FROM (to_jsonb(new) - 'vervallen_op')
) EXECUTE FUNCTION mapping.bewaar_versie();

-- The product books as they were known at one moment.
CREATE FUNCTION mapping.koppeling_op(as_of timestamptz) RETURNS SETOF mapping.koppeling
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT *
    FROM mapping.koppeling
    WHERE bekend_vanaf <= as_of AND (vervallen_op > as_of OR vervallen_op IS NULL)
$$;

-- As before (0002), by the product books known at as_of.
DROP FUNCTION mapping.koppel(text, text, text, date);
CREATE FUNCTION mapping.koppel(
    gemeente_code text, product_categorie text, product_code text, peildatum date, as_of timestamptz
)
RETURNS TABLE (zorgcategorie text, hulpvorm text, pad text, koppeling_id bigint)
LANGUAGE sql STABLE ROWS 1 AS $$
    SELECT
        gevonden.zorgcategorie,
        coalesce(gevonden.hulpvorm, overgang.doel),
        coalesce(gevonden.niveau, 'niet gekoppeld'),
        gevonden.koppeling_id
    FROM (SELECT 1) AS altijd_een_rij
    LEFT JOIN LATERAL (
        SELECT k.zorgcategorie, k.hulpvorm, k.niveau, k.koppeling_id
        FROM mapping.koppeling AS k
        WHERE k.eigenaar = ANY(ARRAY[
                $1,
                (
                    SELECT g.regio_code
                    FROM mapping.gemeente AS g
                    WHERE g.gemeente_code = $1
                        AND g.geldig_vanaf <= $4 AND (g.geldig_tot > $4 OR g.geldig_tot IS NULL)
                ),
                'landelijk',
                'productcategorie'
            ])
            AND k.product_categorie = $2
            AND coalesce(k.product_code, '') = ANY(ARRAY[$3, ''])
            AND k.geldig_vanaf <= $4 AND (k.geldig_tot > $4 OR k.geldig_tot IS NULL)
            AND k.bekend_vanaf <= $5 AND (k.vervallen_op > $5 OR k.vervallen_op IS NULL)
            AND k.zorgcategorie IS NOT NULL
        ORDER BY array_position(ARRAY['gemeente', 'regio', 'landelijk', 'productcategorie'], k.niveau)
        LIMIT 1
    ) AS gevonden ON TRUE
    LEFT JOIN mapping.zorgcategorie_naar AS overgang
        ON overgang.zorgcategorie = gevonden.zorgcategorie
        AND overgang.indeling = 'hulpvorm'
        AND overgang.geldig_vanaf <= $4 AND (overgang.geldig_tot > $4 OR overgang.geldig_tot IS NULL)
$$;
COMMENT ON FUNCTION mapping.koppel IS
'Eén rij: zorgcategorie en hulpvorm van een product bij een gemeente op een dag, naar de kennis van een '
'moment, en wie het bepaalde.';

-- The tariffs of product books by municipality; rang 1 is its own book, 2 that of its region.
DROP VIEW quality.boektarief;
CREATE FUNCTION quality.boektarief_op(as_of timestamptz)
RETURNS TABLE (
    gemeente_code text,
    product_categorie text,
    product_code text,
    eenheid text,
    tarief_cent integer,
    geldig_vanaf date,
    geldig_tot date,
    rang integer
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        k.gemeente_code, k.product_categorie, k.product_code, k.eenheid, k.tarief_cent,
        k.geldig_vanaf, k.geldig_tot, 1
    FROM mapping.koppeling_op(as_of) AS k
    WHERE k.niveau = 'gemeente' AND k.tarief_cent IS NOT NULL
    UNION ALL
    SELECT
        g.gemeente_code, k.product_categorie, k.product_code, k.eenheid, k.tarief_cent,
        greatest(k.geldig_vanaf, g.geldig_vanaf), least(k.geldig_tot, g.geldig_tot), 2
    FROM mapping.koppeling_op(as_of) AS k
    INNER JOIN mapping.gemeente AS g USING (regio_code)
    WHERE
        k.niveau = 'regio' AND k.tarief_cent IS NOT NULL
        AND daterange(k.geldig_vanaf, k.geldig_tot) && daterange(g.geldig_vanaf, g.geldig_tot)
$$;

-- The lists that come with the program change with the program: every load is kept whole, so that those of an
-- older moment can be laid back.
CREATE FUNCTION mapping.lijsten() RETURNS jsonb
LANGUAGE sql STABLE AS $$
    SELECT jsonb_object_agg(naam, rijen)
    FROM (
        SELECT 'codelijst' AS naam, coalesce(jsonb_agg(t), '[]') AS rijen FROM mapping.codelijst AS t
        UNION ALL
        SELECT 'regio', coalesce(jsonb_agg(t), '[]') FROM mapping.regio AS t
        UNION ALL
        SELECT 'gemeente', coalesce(jsonb_agg(t), '[]') FROM mapping.gemeente AS t
        UNION ALL
        SELECT 'feestdag', coalesce(jsonb_agg(t), '[]') FROM mapping.feestdag AS t
        UNION ALL
        SELECT 'zorgcategorie', coalesce(jsonb_agg(t), '[]') FROM mapping.zorgcategorie AS t
        UNION ALL
        SELECT 'zorgcategorie_naar', coalesce(jsonb_agg(t), '[]') FROM mapping.zorgcategorie_naar AS t
        UNION ALL
        SELECT 'code_naar', coalesce(jsonb_agg(t), '[]') FROM mapping.code_naar AS t
    ) AS lijst
$$;
ALTER TABLE mapping.referentie
ADD COLUMN referentie_id bigint GENERATED ALWAYS AS IDENTITY,
ADD COLUMN bekend_vanaf timestamptz NOT NULL DEFAULT '-infinity',
ADD COLUMN lijsten jsonb,
DROP COLUMN enig,
ADD PRIMARY KEY (referentie_id);
UPDATE mapping.referentie SET lijsten = mapping.lijsten();
ALTER TABLE mapping.referentie
ALTER COLUMN bekend_vanaf DROP DEFAULT,
ALTER COLUMN lijsten SET NOT NULL;
CREATE TRIGGER lijsten_blijven BEFORE UPDATE OR DELETE OR TRUNCATE ON mapping.referentie
FOR EACH STATEMENT EXECUTE FUNCTION mapping.bewaar_versie();
COMMENT ON TABLE mapping.referentie IS
'Elke keer dat meegeleverde lijsten werden geladen: vingerafdruk van de bestanden, vanaf wanneer bekend, en '
'de lijsten zelf. De laatste staat in de tabellen.';

-- Core only grows. A statement trigger costs nothing per row.
CREATE FUNCTION core.bewaar_feit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'core.%% groeit alleen aan: een feit wordt aangevuld, nooit gewijzigd of gewist',
        tg_table_name;
END $$;
DO $$
DECLARE
    tabel regclass;
BEGIN
    FOR tabel IN
        SELECT c.oid
        FROM pg_class AS c
        WHERE c.relnamespace = 'core'::regnamespace AND c.relkind = 'r'
    LOOP
        EXECUTE format(
            'CREATE TRIGGER feit_onveranderlijk BEFORE UPDATE OR DELETE OR TRUNCATE ON %%s '
            'FOR EACH STATEMENT EXECUTE FUNCTION core.bewaar_feit()',
            tabel
        );
    END LOOP;
END $$;

-- Of what each release was made; written with its files.
CREATE TABLE publish.uitgave (
    uitgave_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    week text NOT NULL CHECK (week ~ '^[0-9]{4}-W[0-9]{2}$'),
    gemeente_code core.gemeente_code NOT NULL,
    as_of timestamptz NOT NULL,
    versies jsonb NOT NULL CHECK (jsonb_typeof(versies) = 'object'),
    berichten jsonb NOT NULL CHECK (jsonb_typeof(berichten) = 'object'),
    bestanden jsonb NOT NULL CHECK (jsonb_typeof(bestanden) = 'object'),
    vastgelegd_op timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX uitgave_as_of ON publish.uitgave (as_of, gemeente_code, week);
CREATE TRIGGER uitgave_blijft BEFORE UPDATE OR DELETE OR TRUNCATE ON publish.uitgave
FOR EACH STATEMENT EXECUTE FUNCTION mapping.bewaar_versie();
COMMENT ON TABLE publish.uitgave IS
'Elke uitgave van een gemeente: waarmee zij is gemaakt, en de SHA-256 van elk bestand om haar te herhalen.';
COMMENT ON COLUMN publish.uitgave.versies IS
'Programma, broncode, schema, bibliotheken, lijsten, koppelingen, regels en CBS: versie of vingerafdruk.';
COMMENT ON COLUMN publish.uitgave.berichten IS
'Aantal berichten van de gemeente dat toen bekend was, per status.';
