-- Rules are data, runs are recorded, and a finding is one rule on one message and line.

CREATE TABLE quality.regel (
    regel_id text PRIMARY KEY,
    soort text NOT NULL CHECK (soort IN ('ijw_regel', 'controle', 'ontvangst')),
    titel text NOT NULL,
    niveau text NOT NULL,
    dimensie text NOT NULL
    CHECK (dimensie IN ('volledigheid', 'juistheid', 'tijdigheid', 'vergelijkbaarheid', 'plausibiliteit')),
    ernst text NOT NULL CHECK (ernst IN ('fout', 'waarschuwing', 'info')),
    gevolg text NOT NULL CHECK (gevolg IN ('weigeren', 'aanhouden', 'markeren')),
    redengeving text NOT NULL,
    retourcode text,
    berichten text[] NOT NULL,
    tekst text NOT NULL,
    remedie text NOT NULL,
    bron text NOT NULL
);
COMMENT ON COLUMN quality.regel.gevolg IS
'weigeren: het bericht komt niet in core; aanhouden: het bedrag van de regel telt niet mee in wat gepubliceerd wordt';
COMMENT ON COLUMN quality.regel.redengeving IS 'Waarom de regel dit gevolg heeft.';

CREATE TABLE quality.run (
    run_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    soort text NOT NULL CHECK (soort IN ('regels', 'controles')),
    as_of timestamptz NOT NULL
);

CREATE TABLE quality.resultaat (
    run_id bigint NOT NULL REFERENCES quality.run,
    regel_id text NOT NULL REFERENCES quality.regel,
    status text NOT NULL
    CHECK (status IN ('voldoet', 'voldoet niet', 'niet van toepassing', 'niet uitvoerbaar', 'overgeslagen')),
    aantal_gecontroleerd bigint,
    aantal_afwijkend bigint,
    fout_klasse text,
    PRIMARY KEY (run_id, regel_id),
    CONSTRAINT voldoet_heeft_geen_afwijking CHECK (status <> 'voldoet' OR aantal_afwijkend = 0),
    CONSTRAINT afwijking_is_geteld CHECK (status <> 'voldoet niet' OR aantal_afwijkend > 0)
);

CREATE TABLE quality.bevinding (
    bevinding_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    regel_id text NOT NULL REFERENCES quality.regel,
    bericht_id bigint NOT NULL REFERENCES landing.bericht,
    regelnummer integer CHECK (regelnummer >= 1),
    gemeente_code core.gemeente_code,
    bedrag_cent core.cent,
    toelichting text NOT NULL,
    bekend_vanaf timestamptz NOT NULL,
    opgelost_op timestamptz,
    CONSTRAINT opgelost_na_bekend CHECK (opgelost_op IS NULL OR opgelost_op >= bekend_vanaf)
);
-- A finding that comes back is a new row, so that every past moment still shows what was open then.
CREATE UNIQUE INDEX bevinding_is_open ON quality.bevinding (regel_id, bericht_id, regelnummer) NULLS NOT DISTINCT
WHERE opgelost_op IS NULL;
CREATE INDEX bevinding_bericht ON quality.bevinding (bericht_id, regelnummer) WHERE opgelost_op IS NULL;
COMMENT ON TABLE quality.bevinding IS
'Eén regel op één bericht(regel). Open zolang opgelost_op leeg is. Nooit een BSN, naam of vrije tekst uit het bericht.';
