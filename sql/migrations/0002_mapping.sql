-- What a product code means, for whom and from when; and the lists that give codes their names.

CREATE TABLE mapping.codelijst (
    lijst text NOT NULL,
    code text NOT NULL,
    betekenis text NOT NULL,
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    bron text NOT NULL,
    PRIMARY KEY (lijst, code, geldig_vanaf),
    CHECK (geldig_tot IS NULL OR geldig_tot > geldig_vanaf)
);

CREATE TABLE mapping.regio (
    regio_code text PRIMARY KEY CHECK (regio_code ~ '^JR[0-9]{2}$'),
    regio_naam text NOT NULL UNIQUE,
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
    CHECK (geldig_tot IS NULL OR geldig_tot > geldig_vanaf)
);

CREATE TABLE mapping.zorgcategorie (
    zorgcategorie text PRIMARY KEY CHECK (zorgcategorie ~ '^[ZDVCGO][0-9]{2}$'),
    naam text NOT NULL UNIQUE,
    omschrijving text NOT NULL,
    volgorde integer NOT NULL UNIQUE,
    is_crisis boolean NOT NULL,
    bron text NOT NULL
);

-- Crosswalks from zorgcategorie. doel is null where the target list deliberately has no counterpart.
CREATE TABLE mapping.zorgcategorie_naar (
    zorgcategorie text NOT NULL REFERENCES mapping.zorgcategorie,
    indeling text NOT NULL CHECK (indeling IN ('hulpvorm', 'segment', 'iv3')),
    doel text,
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    status text NOT NULL CHECK (status IN ('vastgesteld', 'te verifiëren')),
    bron text NOT NULL,
    EXCLUDE USING gist (
        zorgcategorie WITH =, indeling WITH =, daterange(geldig_vanaf, geldig_tot) WITH &&
    )
);

-- The heart. geldig_tot is exclusive. zorgcategorie null: the code is known (it has a description), not yet mapped.
CREATE TABLE mapping.koppeling (
    koppeling_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    niveau text NOT NULL CHECK (niveau IN ('gemeente', 'regio', 'landelijk', 'productcategorie')),
    gemeente_code core.gemeente_code,
    regio_code text REFERENCES mapping.regio,
    product_categorie text NOT NULL,
    product_code text,
    omschrijving text,
    eenheid text,
    tarief_cent integer CHECK (tarief_cent >= 0),
    zorgcategorie text REFERENCES mapping.zorgcategorie,
    hulpvorm text CHECK (hulpvorm IN ('01', '02', '03', '04', '11', '12', '13', '14')),
    geldig_vanaf date NOT NULL,
    geldig_tot date,
    status text NOT NULL CHECK (status IN ('vastgesteld', 'te verifiëren')),
    bron text NOT NULL,
    CONSTRAINT niveau_bepaalt_sleutel CHECK (
        (niveau = 'gemeente') = (gemeente_code IS NOT NULL)
        AND (niveau = 'regio') = (regio_code IS NOT NULL)
        AND (niveau = 'productcategorie') = (product_code IS NULL)
    ),
    CONSTRAINT geen_overlap EXCLUDE USING gist (
        niveau WITH =,
        coalesce(gemeente_code::text, '') WITH =,
        coalesce(regio_code, '') WITH =,
        product_categorie WITH =,
        coalesce(product_code, '') WITH =,
        daterange(geldig_vanaf, geldig_tot) WITH &&
    )
);
COMMENT ON COLUMN mapping.koppeling.hulpvorm IS
'Alleen gevuld waar de regel afwijkt van de overgang zorgcategorie naar hulpvorm (bijvoorbeeld 04 in plaats van 02).';
