-- Landing keeps what arrived, byte for byte. Core holds the same facts typed, without a BSN or a name.
-- Every row of core points at its message and its line, and says from when it was known.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE SCHEMA landing;
CREATE SCHEMA core;
CREATE SCHEMA mapping;
CREATE SCHEMA quality;
CREATE SCHEMA cbs;
CREATE SCHEMA mart;
CREATE SCHEMA publish;

CREATE DOMAIN core.gemeente_code AS text CHECK (value ~ '^[0-9]{4}$');
CREATE DOMAIN core.agb_code AS text CHECK (value ~ '^[0-9]{8}$');
CREATE DOMAIN core.pseudoniem AS text CHECK (value ~ '^[0-9a-f]{32}$');
CREATE DOMAIN core.cent AS bigint CHECK (value BETWEEN -999999999999 AND 999999999999);
CREATE DOMAIN core.nummer AS integer CHECK (value BETWEEN 0 AND 999999999);

CREATE TABLE landing.bericht (
    bericht_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    bestandsnaam text NOT NULL,
    kanaal text NOT NULL CHECK (kanaal IN ('inbox', 'opdrachtregel', 'http')),
    ontvangen_op timestamptz NOT NULL,
    inhoud bytea NOT NULL,
    grootte_bytes integer GENERATED ALWAYS AS (octet_length(inhoud)) STORED,
    sha256 text NOT NULL UNIQUE CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    status text NOT NULL DEFAULT 'ontvangen'
    CHECK (status IN ('ontvangen', 'verwerkt', 'geweigerd', 'niet_ondersteund')),
    berichttype text CHECK (berichttype ~ '^[A-Z]{2,4}[0-9]{3}$'),
    release text,
    berichtcode text,
    afzender text,
    ontvanger text,
    identificatie text,
    dagtekening date,
    redenen jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(redenen) = 'array'),
    verwerkt_op timestamptz,
    CONSTRAINT verwerkt_is_volledig CHECK (
        status <> 'verwerkt'
        OR (num_nulls(berichttype, release, berichtcode, afzender, ontvanger, identificatie, dagtekening) = 0)
    ),
    CONSTRAINT oordeel_heeft_tijd CHECK ((status = 'ontvangen') = (verwerkt_op IS NULL)),
    CONSTRAINT weigering_heeft_reden CHECK (
        status NOT IN ('geweigerd', 'niet_ondersteund') OR jsonb_array_length(redenen) > 0
    )
);
COMMENT ON TABLE landing.bericht IS
'Elk ontvangen bericht, byte voor byte, met oordeel en redenen. Enige plek met een BSN.';
CREATE UNIQUE INDEX bericht_identiteit ON landing.bericht (afzender, berichtcode, identificatie, dagtekening)
WHERE status = 'verwerkt';
CREATE INDEX bericht_wachtrij ON landing.bericht (bericht_id) WHERE status = 'ontvangen';

CREATE FUNCTION landing.bewaar_inhoud() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'landing.bericht is onveranderlijk: inhoud, sha256 en ontvangst blijven zoals ontvangen';
END $$;
CREATE TRIGGER inhoud_onveranderlijk
BEFORE UPDATE OF inhoud, sha256, ontvangen_op, kanaal, bestandsnaam ON landing.bericht
FOR EACH ROW EXECUTE FUNCTION landing.bewaar_inhoud();

CREATE TABLE core.sleutel (
    enig boolean PRIMARY KEY DEFAULT TRUE CHECK (enig),
    vingerafdruk text NOT NULL
);
COMMENT ON TABLE core.sleutel IS
'Vingerafdruk van de pseudonimiseringssleutel waarmee deze database is gevuld.';

-- Who the message is about: as the sender stated it, once a message (JW301, JW305, JW307, JW315).
CREATE TABLE core.client (
    bericht_id bigint NOT NULL REFERENCES landing.bericht,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    is_bsn_geldig boolean NOT NULL,
    geboortedatum date NOT NULL,
    datum_gebruik text,
    geslacht text NOT NULL CHECK (geslacht IN ('0', '1', '2')),
    juridische_status text,
    wettelijke_vertegenwoordiging text,
    communicatie_vorm text,
    gezagsdrager_bekend text,
    PRIMARY KEY (bericht_id, regelnummer)
);
CREATE INDEX client_pseudoniem ON core.client (client_pseudoniem, gemeente_code, bekend_vanaf);

-- JW301 ToegewezenProduct.
CREATE TABLE core.toewijzing (
    bericht_id bigint NOT NULL REFERENCES landing.bericht,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    toewijzing_nummer core.nummer NOT NULL,
    referentie_aanbieder text,
    product_categorie text,
    product_code text,
    toewijzingsdatum date NOT NULL,
    toewijzingstijd time NOT NULL,
    ingangsdatum date NOT NULL,
    einddatum date,
    reden_wijziging text,
    volume integer CHECK (volume >= 0),
    eenheid text,
    frequentie text,
    budget_cent core.cent CHECK (budget_cent >= 0),
    PRIMARY KEY (bericht_id, regelnummer),
    CONSTRAINT code_hoort_bij_categorie CHECK (product_code IS NULL OR product_categorie IS NOT NULL),
    CONSTRAINT omvang_is_volledig CHECK (num_nulls(volume, eenheid, frequentie) IN (0, 3))
);
CREATE INDEX toewijzing_nummer ON core.toewijzing (gemeente_code, toewijzing_nummer, bekend_vanaf);
CREATE INDEX toewijzing_client ON core.toewijzing (client_pseudoniem, gemeente_code);

-- JW305 StartProduct.
CREATE TABLE core.start (
    bericht_id bigint NOT NULL REFERENCES landing.bericht,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    toewijzing_nummer core.nummer,
    product_categorie text,
    product_code text,
    toewijzing_ingangsdatum date,
    begindatum date NOT NULL,
    status_aanlevering text NOT NULL CHECK (status_aanlevering IN ('1', '2', '3', '9')),
    PRIMARY KEY (bericht_id, regelnummer)
);
CREATE INDEX start_toewijzing ON core.start (gemeente_code, toewijzing_nummer, begindatum);

-- JW307 StopProduct.
CREATE TABLE core.stop (
    bericht_id bigint NOT NULL REFERENCES landing.bericht,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    toewijzing_nummer core.nummer,
    product_categorie text,
    product_code text,
    toewijzing_ingangsdatum date,
    begindatum date NOT NULL,
    reden_beeindiging text NOT NULL,
    einddatum date NOT NULL,
    status_aanlevering text NOT NULL CHECK (status_aanlevering IN ('1', '2', '3', '9')),
    PRIMARY KEY (bericht_id, regelnummer)
);
CREATE INDEX stop_toewijzing ON core.stop (gemeente_code, toewijzing_nummer, begindatum);

-- JW315 AangevraagdProduct.
CREATE TABLE core.verzoek (
    bericht_id bigint NOT NULL REFERENCES landing.bericht,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    referentie_aanbieder text NOT NULL,
    beschikking_nummer core.nummer,
    product_categorie text,
    product_code text,
    beschikking_ingangsdatum date,
    toewijzing_ingangsdatum date NOT NULL,
    toewijzing_einddatum date,
    volume integer CHECK (volume >= 0),
    eenheid text,
    frequentie text,
    budget_cent core.cent CHECK (budget_cent >= 0),
    verwijzer_type text NOT NULL,
    verwijzer_zorgverlener_code core.agb_code,
    raamcontract text,
    PRIMARY KEY (bericht_id, regelnummer),
    CONSTRAINT omvang_is_volledig CHECK (num_nulls(volume, eenheid, frequentie) IN (0, 3))
);
CREATE INDEX verzoek_referentie ON core.verzoek (gemeente_code, aanbieder_agb_code, referentie_aanbieder);

-- JW323 Declaratie, one a message.
CREATE TABLE core.declaratie (
    bericht_id bigint PRIMARY KEY REFERENCES landing.bericht,
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    identificatie text NOT NULL,
    dagtekening date NOT NULL,
    basisschema_xsd_versie text NOT NULL,
    bericht_xsd_versie text NOT NULL,
    declaratie_nummer text NOT NULL,
    declaratie_periode_begindatum date NOT NULL,
    declaratie_periode_einddatum date NOT NULL,
    declaratie_dagtekening date NOT NULL,
    totaal_ingediend_bedrag_cent core.cent NOT NULL CHECK (totaal_ingediend_bedrag_cent >= 0),
    totaal_debet_credit text NOT NULL CHECK (totaal_debet_credit IN ('D', 'C')),
    totaal_saldo_cent bigint GENERATED ALWAYS AS (
        totaal_ingediend_bedrag_cent * CASE totaal_debet_credit WHEN 'D' THEN 1 ELSE -1 END
    ) STORED
);
CREATE INDEX declaratie_nummer ON core.declaratie (aanbieder_agb_code, declaratie_nummer);
CREATE INDEX declaratie_identificatie
ON core.declaratie (aanbieder_agb_code, gemeente_code, identificatie, dagtekening);

-- JW323 Prestatie: the line. Money is signed in saldo_cent only.
CREATE TABLE core.prestatie (
    bericht_id bigint NOT NULL REFERENCES core.declaratie,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    is_bsn_geldig boolean NOT NULL,
    referentie_nummer text NOT NULL,
    vorig_referentie_nummer text,
    toewijzing_nummer core.nummer NOT NULL,
    product_categorie text NOT NULL,
    product_code text NOT NULL,
    begindatum date NOT NULL,
    einddatum date NOT NULL,
    geleverd_volume integer NOT NULL CHECK (geleverd_volume >= 0),
    eenheid text NOT NULL,
    product_tarief_cent integer CHECK (product_tarief_cent >= 0),
    ingediend_bedrag_cent integer NOT NULL CHECK (ingediend_bedrag_cent >= 0),
    debet_credit text NOT NULL CHECK (debet_credit IN ('D', 'C')),
    saldo_cent bigint GENERATED ALWAYS AS (
        CASE debet_credit WHEN 'D' THEN ingediend_bedrag_cent ELSE -ingediend_bedrag_cent END
    ) STORED,
    maand date GENERATED ALWAYS AS (
        make_date(extract(YEAR FROM begindatum)::integer, extract(MONTH FROM begindatum)::integer, 1)
    ) STORED,
    PRIMARY KEY (bericht_id, regelnummer)
);
CREATE INDEX prestatie_referentie ON core.prestatie (aanbieder_agb_code, referentie_nummer);
CREATE INDEX prestatie_toewijzing ON core.prestatie (gemeente_code, toewijzing_nummer);

-- JW325 header and DeclaratieAntwoord, one a message. Totals are absent when the whole message was refused.
CREATE TABLE core.declaratie_antwoord (
    bericht_id bigint PRIMARY KEY REFERENCES landing.bericht,
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    declaratie_identificatie text NOT NULL,
    declaratie_dagtekening date NOT NULL,
    xslt_versie text,
    basisschema_xsd_versie_declaratie text NOT NULL,
    bericht_xsd_versie_declaratie text NOT NULL,
    declaratie_nummer text,
    totaal_ingediend_bedrag_cent core.cent,
    totaal_ingediend_debet_credit text CHECK (totaal_ingediend_debet_credit IN ('D', 'C')),
    totaal_toegekend_bedrag_cent core.cent,
    totaal_toegekend_debet_credit text CHECK (totaal_toegekend_debet_credit IN ('D', 'C')),
    header_retour_codes text[] NOT NULL,
    antwoord_retour_codes text[] NOT NULL DEFAULT '{}',
    CONSTRAINT antwoord_is_volledig CHECK (
        num_nulls(
            declaratie_nummer, totaal_ingediend_bedrag_cent, totaal_ingediend_debet_credit,
            totaal_toegekend_bedrag_cent, totaal_toegekend_debet_credit
        ) IN (0, 5)
    )
);
CREATE INDEX antwoord_identificatie
ON core.declaratie_antwoord (
    aanbieder_agb_code, gemeente_code, declaratie_identificatie, declaratie_dagtekening
);

-- JW325 Prestatie: only what was rejected.
CREATE TABLE core.afgewezen_prestatie (
    bericht_id bigint NOT NULL REFERENCES core.declaratie_antwoord,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    is_bsn_geldig boolean NOT NULL,
    referentie_nummer text NOT NULL,
    vorig_referentie_nummer text,
    toewijzing_nummer core.nummer NOT NULL,
    product_categorie text NOT NULL,
    product_code text NOT NULL,
    begindatum date NOT NULL,
    einddatum date NOT NULL,
    geleverd_volume integer NOT NULL CHECK (geleverd_volume >= 0),
    eenheid text NOT NULL,
    product_tarief_cent integer CHECK (product_tarief_cent >= 0),
    ingediend_bedrag_cent integer NOT NULL CHECK (ingediend_bedrag_cent >= 0),
    debet_credit text NOT NULL CHECK (debet_credit IN ('D', 'C')),
    client_retour_codes text[] NOT NULL,
    retour_codes text[] NOT NULL,
    PRIMARY KEY (bericht_id, regelnummer)
);
CREATE INDEX afgewezen_referentie ON core.afgewezen_prestatie (aanbieder_agb_code, referentie_nummer);
