-- What a rebuild of the marts has to touch.

-- A line with its place in the chain, for the marts that follow an allocation or a reference. Marts are
-- derived: the next build fills the table, which nothing published reads by itself.
TRUNCATE mart.prestatie;
ALTER TABLE mart.prestatie
ADD COLUMN toewijzing_nummer integer NOT NULL,
ADD COLUMN referentie_nummer text NOT NULL,
ADD COLUMN vorig_referentie_nummer text,
ADD COLUMN debet_credit text NOT NULL CHECK (debet_credit IN ('D', 'C')),
ADD COLUMN begindatum date NOT NULL,
ADD COLUMN einddatum date NOT NULL;

-- The doorbell of the marts, as quality.te_beoordelen is of the rules: written by the transaction that
-- processes a message, so that none is missed, however long after its reception that is.
CREATE TABLE mart.te_verwerken (
    bericht_id bigint PRIMARY KEY,
    bekend_vanaf timestamptz NOT NULL
);
COMMENT ON TABLE mart.te_verwerken IS
'Verwerkte berichten die nog niet in de marts zitten.';

CREATE FUNCTION mart.zet_te_verwerken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO mart.te_verwerken (bericht_id, bekend_vanaf) VALUES (new.bericht_id, new.ontvangen_op)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER nieuw_is_te_verwerken
AFTER INSERT ON landing.bericht
FOR EACH ROW WHEN (new.status = 'verwerkt') EXECUTE FUNCTION mart.zet_te_verwerken();
CREATE TRIGGER verwerkt_is_te_verwerken
AFTER UPDATE OF status ON landing.bericht
FOR EACH ROW WHEN (new.status = 'verwerkt' AND old.status <> 'verwerkt')
EXECUTE FUNCTION mart.zet_te_verwerken();

-- Of what the marts were built last. Without a row, or with another fingerprint, they are built whole.
CREATE TABLE mart.opbouw (
    enig boolean PRIMARY KEY DEFAULT TRUE CHECK (enig),
    as_of timestamptz NOT NULL,
    vingerafdruk text NOT NULL,
    regels bigint NOT NULL CHECK (regels >= 0)
);
COMMENT ON COLUMN mart.opbouw.vingerafdruk IS
'Van de SQL en de definities van de marts, het schema en de meegeleverde lijsten.';
COMMENT ON COLUMN mart.opbouw.regels IS
'Aantal declaratieregels in de marts, om te zien of het meeste nieuw is.';

-- What stood when the marts were built last, and decides with what stands now what is touched.
CREATE TABLE mart.aanhouding (
    bericht_id bigint NOT NULL,
    regelnummer integer,
    regel_id text NOT NULL,
    UNIQUE NULLS NOT DISTINCT (bericht_id, regelnummer, regel_id)
);
COMMENT ON COLUMN mart.aanhouding.regelnummer IS 'Leeg: elke regel van het bericht.';
CREATE TABLE mart.productboek (
    koppeling_id bigint PRIMARY KEY
);

-- Per product code and month what it was taken for; mart.productcode adds the months up.
CREATE TABLE mart.productcode_maand (
    gemeente_code core.gemeente_code NOT NULL,
    product_categorie text NOT NULL,
    product_code text NOT NULL,
    pad text NOT NULL,
    zorgcategorie text NOT NULL,
    hulpvorm text,
    maand date NOT NULL,
    regels integer NOT NULL CHECK (regels > 0),
    gedeclareerd_cent bigint NOT NULL,
    gepubliceerd_cent bigint NOT NULL,
    UNIQUE NULLS NOT DISTINCT (
        gemeente_code, product_categorie, product_code, pad, zorgcategorie, hulpvorm, maand
    )
);

-- What touched youths and allocations are found by.
CREATE INDEX mart_prestatie_client ON mart.prestatie (client_pseudoniem, gemeente_code, maand);
CREATE INDEX mart_prestatie_toewijzing ON mart.prestatie (gemeente_code, toewijzing_nummer);
