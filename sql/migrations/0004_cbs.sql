-- What CBS published, one vintage a publication.
-- A vintage is added, never changed: a past week can be run again.

CREATE TABLE cbs.publicatie (
    vintage_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tabel text NOT NULL CHECK (tabel ~ '^[0-9]{5}[A-Z]{3}$'),
    titel text NOT NULL,
    gewijzigd_op timestamp NOT NULL,
    opgehaald_op timestamptz NOT NULL,
    bron text NOT NULL,
    inhoud bytea NOT NULL,
    sha256 text NOT NULL GENERATED ALWAYS AS (encode(sha256(inhoud), 'hex')) STORED,
    CONSTRAINT publicatie_eenmaal UNIQUE (tabel, sha256)
);
COMMENT ON COLUMN cbs.publicatie.gewijzigd_op IS
'TableInfos.Modified zoals CBS het geeft, zonder tijdzone; ordent de vintages.';
COMMENT ON COLUMN cbs.publicatie.inhoud IS 'De hele momentopname als JSON: metadata, waarnemingen, redenen.';

CREATE TABLE cbs.periode (
    vintage_id bigint NOT NULL REFERENCES cbs.publicatie,
    periode_code text NOT NULL CHECK (periode_code ~ '^[0-9]{4}(HJ0[12]|JJ00)$'),
    titel text NOT NULL,
    status text NOT NULL CHECK (status IN ('voorlopig', 'nader voorlopig', 'definitief')),
    jaar integer NOT NULL GENERATED ALWAYS AS (substr(periode_code, 1, 4)::integer) STORED,
    halfjaar integer GENERATED ALWAYS AS (
        CASE WHEN substr(periode_code, 5, 2) = 'HJ' THEN substr(periode_code, 8, 1)::integer END
    ) STORED,
    PRIMARY KEY (vintage_id, periode_code)
);

-- The one part that may change afterwards: what a form means is our reading (vormen.csv), no figure of CBS.
CREATE TABLE cbs.vorm (
    vintage_id bigint NOT NULL REFERENCES cbs.publicatie,
    hulpvorm_sleutel text NOT NULL,
    titel text NOT NULL,
    soort text NOT NULL CHECK (soort IN ('hulpvorm', 'totaal', 'buiten', 'onbekend')),
    hulpvorm text CHECK (hulpvorm IN ('01', '02', '03', '04', '11', '12', '13', '14')),
    PRIMARY KEY (vintage_id, hulpvorm_sleutel),
    CONSTRAINT hulpvorm_eenmaal UNIQUE (vintage_id, hulpvorm) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT hulpvorm_bij_soort CHECK ((soort = 'hulpvorm') = (hulpvorm IS NOT NULL))
);
COMMENT ON COLUMN cbs.vorm.soort IS
'hulpvorm: één van de acht van BIJ; totaal: telt hulpvormen samen; buiten: geen jeugdhulp; '
'onbekend: niet herkend.';

CREATE TABLE cbs.waarneming_85099ned (
    vintage_id bigint NOT NULL,
    regio_code text NOT NULL CHECK (regio_code ~ '^[A-Z0-9]+$'),
    periode_code text NOT NULL,
    hulpvorm_sleutel text NOT NULL,
    aantal integer CHECK (aantal >= 0),
    reden text CHECK (reden IN ('geheim', 'kan niet voorkomen', 'onbekend')),
    PRIMARY KEY (vintage_id, regio_code, periode_code, hulpvorm_sleutel),
    FOREIGN KEY (vintage_id, periode_code) REFERENCES cbs.periode,
    FOREIGN KEY (vintage_id, hulpvorm_sleutel) REFERENCES cbs.vorm,
    CONSTRAINT aantal_of_reden CHECK ((aantal IS NULL) = (reden IS NOT NULL))
);

CREATE VIEW cbs.jeugdigen_85099ned AS
SELECT
    w.vintage_id,
    w.regio_code,
    CASE WHEN w.regio_code ~ '^GM[0-9]{4}$' THEN substr(w.regio_code, 3) END AS gemeente_code,
    w.periode_code,
    p.jaar,
    p.halfjaar,
    p.status,
    w.hulpvorm_sleutel,
    v.hulpvorm,
    w.aantal,
    w.reden,
    coalesce(w.reden = 'geheim', FALSE) AS is_geheim
FROM cbs.waarneming_85099ned AS w
INNER JOIN cbs.periode AS p ON w.vintage_id = p.vintage_id AND w.periode_code = p.periode_code
INNER JOIN cbs.vorm AS v ON w.vintage_id = v.vintage_id AND w.hulpvorm_sleutel = v.hulpvorm_sleutel;
COMMENT ON VIEW cbs.jeugdigen_85099ned IS
'Jeugdigen met jeugdzorg: regio × periode × vorm. '
'hulpvorm is leeg bij totalen, gemeente_code bij andere regio''s.';

CREATE FUNCTION cbs.bewaar_vintage() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'een vintage van CBS is onveranderlijk: laad een nieuwe publicatie ernaast';
END $$;
CREATE TRIGGER publicatie_onveranderlijk BEFORE UPDATE OR DELETE OR TRUNCATE ON cbs.publicatie
FOR EACH STATEMENT EXECUTE FUNCTION cbs.bewaar_vintage();
CREATE TRIGGER periode_onveranderlijk BEFORE UPDATE OR DELETE OR TRUNCATE ON cbs.periode
FOR EACH STATEMENT EXECUTE FUNCTION cbs.bewaar_vintage();
CREATE TRIGGER waarneming_onveranderlijk BEFORE UPDATE OR DELETE OR TRUNCATE ON cbs.waarneming_85099ned
FOR EACH STATEMENT EXECUTE FUNCTION cbs.bewaar_vintage();

-- Our count beside CBS's, filled by sql/mart/aansluiting/query.sql.
CREATE TABLE mart.aansluiting (
    gemeente_code core.gemeente_code NOT NULL,
    jaar integer NOT NULL,
    halfjaar integer NOT NULL CHECK (halfjaar IN (1, 2)),
    hulpvorm text NOT NULL CHECK (hulpvorm IN ('01', '02', '03', '04', '11', '12', '13', '14')),
    eigen_jeugdigen integer CHECK (eigen_jeugdigen >= 0),
    cbs_jeugdigen integer CHECK (cbs_jeugdigen >= 0),
    cbs_reden text CHECK (cbs_reden IN ('geheim', 'kan niet voorkomen', 'onbekend', 'niet gepubliceerd')),
    cbs_ondergrens integer CHECK (cbs_ondergrens >= 0),
    cbs_bovengrens integer,
    cbs_status text CHECK (cbs_status IN ('voorlopig', 'nader voorlopig', 'definitief')),
    vintage_id bigint REFERENCES cbs.publicatie,
    verschil integer GENERATED ALWAYS AS (eigen_jeugdigen - cbs_jeugdigen) STORED,
    is_binnen_afronding boolean
    GENERATED ALWAYS AS (eigen_jeugdigen BETWEEN cbs_ondergrens AND cbs_bovengrens) STORED,
    PRIMARY KEY (gemeente_code, jaar, halfjaar, hulpvorm),
    CONSTRAINT een_van_beide_telt CHECK (eigen_jeugdigen IS NOT NULL OR vintage_id IS NOT NULL),
    CONSTRAINT cbs_getal_of_reden CHECK ((cbs_jeugdigen IS NULL) = (cbs_reden IS NOT NULL)),
    CONSTRAINT cbs_cel_heeft_herkomst CHECK (
        (vintage_id IS NULL) = (cbs_status IS NULL)
        AND (vintage_id IS NULL) = (cbs_reden IS NOT DISTINCT FROM 'niet gepubliceerd')
    ),
    CONSTRAINT interval_bij_getal_of_geheim CHECK (
        num_nulls(cbs_ondergrens, cbs_bovengrens)
        = CASE WHEN cbs_jeugdigen IS NOT NULL OR cbs_reden = 'geheim' THEN 0 ELSE 2 END
    ),
    CONSTRAINT interval_bevat_getal CHECK (
        cbs_ondergrens <= cbs_bovengrens
        AND (cbs_jeugdigen IS NULL OR cbs_jeugdigen BETWEEN cbs_ondergrens AND cbs_bovengrens)
    )
);
COMMENT ON TABLE mart.aansluiting IS
'Eigen jeugdigen naast CBS (85099NED), per gemeente × halfjaar × hulpvorm. Vereenvoudiging: '
'eigen jeugdigen zijn de unieke jeugdigen met gedeclareerde zorg in dat halfjaar '
'(gepubliceerde regels, saldo boven nul); '
'CBS telt jeugdigen met een traject, zoals aanbieders ze leveren.';
COMMENT ON COLUMN mart.aansluiting.eigen_jeugdigen IS
'Leeg: van deze gemeente is over dit halfjaar niets ontvangen. Nul: wel ontvangen, niet in deze hulpvorm.';
COMMENT ON COLUMN mart.aansluiting.is_binnen_afronding IS
'Of de eigen telling past bij het cijfer van CBS: n staat voor n-2 tot en met n+2, '
'geheim voor 0 tot en met 7.';
