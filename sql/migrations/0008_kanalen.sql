-- The channels beside the inbox: which way a message came, and the envelopes of GGK that were confirmed.

ALTER TABLE landing.bericht DROP CONSTRAINT bericht_kanaal_check;
ALTER TABLE landing.bericht ADD CONSTRAINT bericht_kanaal_check
CHECK (kanaal IN ('inbox', 'opdrachtregel', 'http', 'ggk', 'sftp', 'objectopslag'));

-- An envelope is kept in the transaction that keeps its message; sent again, it gets the same confirmation.
CREATE TABLE landing.envelop (
    envelop_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sleutel text NOT NULL UNIQUE CHECK (sleutel ~ '^[0-9a-f]{64}$'),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bericht_id bigint REFERENCES landing.bericht,
    berichtcode text NOT NULL CHECK (berichtcode IN ('Di01', 'Du01')),
    zender_organisatie text,
    zender_applicatie text NOT NULL,
    zender_administratie text,
    ontvanger_organisatie text,
    referentienummer text NOT NULL,
    functie text NOT NULL,
    ontvangen_op timestamptz NOT NULL,
    bevestiging_nummer uuid NOT NULL
);
COMMENT ON TABLE landing.envelop IS
'Elke bevestigde GGK-envelop: van wie, onder welk nummer, met welk bericht en welke bevestiging.';
COMMENT ON COLUMN landing.envelop.sleutel IS
'SHA-256 van zender (organisatie, applicatie, administratie) en referentienummer: dezelfde, dus één envelop.';
COMMENT ON COLUMN landing.envelop.bericht_id IS
'Het bericht in de envelop; leeg als er een bundel (zip) in zat: die is in landing als haar berichten.';
COMMENT ON COLUMN landing.envelop.referentienummer IS
'Om te lezen en te zoeken; een BSN erin is onherkenbaar gemaakt.';
CREATE INDEX envelop_bericht ON landing.envelop (bericht_id);
