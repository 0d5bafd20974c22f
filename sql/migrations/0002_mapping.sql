-- What a product code means, for whom and from when; and the lists that give codes their names.
-- Periods are half open: geldig_vanaf belongs to the period, geldig_tot does not.

CREATE TABLE mapping.referentie (
    enig boolean PRIMARY KEY DEFAULT TRUE CHECK (enig),
    vingerafdruk text NOT NULL
);
COMMENT ON TABLE mapping.referentie IS
'Vingerafdruk van de meegeleverde lijsten en overgangen die nu geladen zijn; gelijk betekent: niets te doen.';

CREATE TABLE mapping.codelijst (
    lijst text NOT NULL,
    code text NOT NULL,
    betekenis text NOT NULL,
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    bron text NOT NULL,
    PRIMARY KEY (lijst, code, geldig_vanaf),
    CHECK (geldig_tot IS NULL OR geldig_tot > geldig_vanaf),
    CONSTRAINT codelijst_geen_overlap EXCLUDE USING gist (
        lijst WITH =, code WITH =, daterange(geldig_vanaf, geldig_tot) WITH &&
    )
);

CREATE TABLE mapping.regio (
    regio_code text PRIMARY KEY CHECK (regio_code ~ '^JR[0-9]{2}$'),
    regio_naam text NOT NULL UNIQUE DEFERRABLE,
    bron text NOT NULL
);
COMMENT ON COLUMN mapping.regio.regio_code IS 'Eigen volgnummer binnen dit project; geen CBS-code.';

CREATE TABLE mapping.gemeente (
    gemeente_code core.gemeente_code NOT NULL,
    gemeente_naam text NOT NULL,
    provincie text NOT NULL,
    regio_code text NOT NULL REFERENCES mapping.regio,
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    bron text NOT NULL,
    PRIMARY KEY (gemeente_code, geldig_vanaf),
    CHECK (geldig_tot IS NULL OR geldig_tot > geldig_vanaf),
    CONSTRAINT gemeente_geen_overlap EXCLUDE USING gist (
        (gemeente_code::text) WITH =, daterange(geldig_vanaf, geldig_tot) WITH &&
    )
);

CREATE TABLE mapping.zorgcategorie (
    zorgcategorie text PRIMARY KEY CHECK (zorgcategorie ~ '^[ZDVCGO][0-9]{2}$'),
    naam text NOT NULL UNIQUE DEFERRABLE,
    omschrijving text NOT NULL,
    volgorde integer NOT NULL UNIQUE DEFERRABLE,
    is_crisis boolean NOT NULL,
    bron text NOT NULL
);

-- Crosswalks from zorgcategorie. doel is null where the target list has no counterpart.
CREATE TABLE mapping.zorgcategorie_naar (
    zorgcategorie text NOT NULL REFERENCES mapping.zorgcategorie,
    indeling text NOT NULL CHECK (indeling ~ '^[a-z0-9_]+$'),
    doel text,
    ook_toegestaan text[] NOT NULL DEFAULT '{}',
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    status text NOT NULL CHECK (status IN ('vastgesteld', 'te verifiëren')),
    bron text NOT NULL,
    toelichting text,
    PRIMARY KEY (zorgcategorie, indeling, geldig_vanaf),
    CHECK (geldig_tot IS NULL OR geldig_tot > geldig_vanaf),
    -- One key expression, so that a look-up takes the primary key and not this slower index.
    CONSTRAINT zorgcategorie_naar_geen_overlap EXCLUDE USING gist (
        (zorgcategorie || ' ' || indeling) WITH =, daterange(geldig_vanaf, geldig_tot) WITH &&
    )
);
COMMENT ON COLUMN mapping.zorgcategorie_naar.indeling IS
'hulpvorm, segment, iv3: het tweede deel van de mapnaam.';
COMMENT ON COLUMN mapping.zorgcategorie_naar.ook_toegestaan IS
'Andere doelen die een productboek bij deze zorgcategorie mag opgeven (alleen bij hulpvorm).';

-- Crosswalks between two code lists of others, such as the reason of ending in iJw and in BIJ.
CREATE TABLE mapping.code_naar (
    overgang text NOT NULL,
    code text NOT NULL,
    doel text,
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    status text NOT NULL CHECK (status IN ('vastgesteld', 'te verifiëren')),
    bron text NOT NULL,
    toelichting text,
    PRIMARY KEY (overgang, code, geldig_vanaf),
    CHECK (geldig_tot IS NULL OR geldig_tot > geldig_vanaf),
    CONSTRAINT code_naar_geen_overlap EXCLUDE USING gist (
        overgang WITH =, code WITH =, daterange(geldig_vanaf, geldig_tot) WITH &&
    )
);

-- The heart. zorgcategorie null: the code is known (it has a description), not yet mapped.
CREATE TABLE mapping.koppeling (
    koppeling_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    niveau text NOT NULL CHECK (niveau IN ('gemeente', 'regio', 'landelijk', 'productcategorie')),
    gemeente_code core.gemeente_code,
    regio_code text REFERENCES mapping.regio,
    eigenaar text GENERATED ALWAYS AS (coalesce(gemeente_code::text, regio_code, niveau)) STORED,
    product_categorie text NOT NULL CHECK (product_categorie ~ '^[0-9]{2}$'),
    product_code text CHECK (length(product_code) BETWEEN 1 AND 5),
    omschrijving text,
    eenheid text,
    tarief_cent integer CHECK (tarief_cent >= 0),
    zorgcategorie text REFERENCES mapping.zorgcategorie,
    hulpvorm text CHECK (hulpvorm IN ('01', '02', '03', '04', '11', '12', '13', '14')),
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    status text NOT NULL CHECK (status IN ('vastgesteld', 'te verifiëren')),
    bron text NOT NULL,
    CHECK (geldig_tot IS NULL OR geldig_tot > geldig_vanaf),
    CONSTRAINT hulpvorm_hoort_bij_zorgcategorie CHECK (hulpvorm IS NULL OR zorgcategorie IS NOT NULL),
    CONSTRAINT niveau_bepaalt_sleutel CHECK (
        (niveau = 'gemeente') = (gemeente_code IS NOT NULL)
        AND (niveau = 'regio') = (regio_code IS NOT NULL)
        AND (niveau = 'productcategorie') = (product_code IS NULL)
    ),
    CONSTRAINT koppeling_geen_overlap EXCLUDE USING gist (
        eigenaar WITH =,
        product_categorie WITH =,
        coalesce(product_code, '') WITH =,
        daterange(geldig_vanaf, geldig_tot) WITH &&
    )
);
COMMENT ON COLUMN mapping.koppeling.eigenaar IS
'Van wie de regel is: gemeentecode, regiocode, landelijk of productcategorie; hierop zoekt mapping.koppel.';
COMMENT ON COLUMN mapping.koppeling.hulpvorm IS
'Alleen gevuld waar de eigenaar zelf een hulpvorm opgeeft; anders geldt de overgang vanuit zorgcategorie.';
CREATE INDEX koppeling_zoek
ON mapping.koppeling (eigenaar, product_categorie, coalesce(product_code, ''), geldig_vanaf);

-- Always one row. Inlined by the planner: join it LATERAL to distinct combinations, not to single lines.
CREATE FUNCTION mapping.koppel(gemeente_code text, product_categorie text, product_code text, peildatum date)
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
'Eén rij: zorgcategorie en hulpvorm van een product bij een gemeente op een dag, en wie het bepaalde.';
