-- Marts: rebuilt as a whole by the queries in sql/mart/, from what was known at mart.stand.as_of.
-- They are derived and hold no foreign keys: ten million checks would add nothing to a rebuild.

CREATE TABLE mart.stand (
    enig boolean PRIMARY KEY DEFAULT TRUE CHECK (enig),
    as_of timestamptz NOT NULL,
    koppelversie text NOT NULL,
    regelversie text NOT NULL
);
COMMENT ON TABLE mart.stand IS
'Naar de kennis van welk moment de marts zijn opgebouwd, met welke koppelingen en regels.';

CREATE TABLE mart.gemeente (
    gemeente_code core.gemeente_code PRIMARY KEY,
    gemeente_naam text NOT NULL,
    regio_code text,
    regio_naam text,
    eerste_ontvangst timestamptz NOT NULL,
    laatste_ontvangst timestamptz NOT NULL,
    is_synthetisch boolean NOT NULL,
    CHECK (laatste_ontvangst >= eerste_ontvangst)
);
COMMENT ON COLUMN mart.gemeente.is_synthetisch IS
'Er is een bericht bij van een aanbieder met een AGB-code die met 00 begint; '
'die bestaan alleen in de synthetische wereld.';

-- What every product code meant in every month it was declared for: once a combination, not once a line.
CREATE TABLE mart.koppeling (
    gemeente_code core.gemeente_code NOT NULL,
    product_categorie text NOT NULL,
    product_code text NOT NULL,
    maand date NOT NULL,
    zorgcategorie text,
    hulpvorm text,
    pad text NOT NULL CHECK (pad IN ('gemeente', 'regio', 'landelijk', 'productcategorie', 'niet gekoppeld')),
    koppeling_id bigint,
    PRIMARY KEY (gemeente_code, product_categorie, product_code, maand),
    CONSTRAINT niet_gekoppeld_is_leeg CHECK ((pad = 'niet gekoppeld') = (zorgcategorie IS NULL)),
    CONSTRAINT hulpvorm_bij_zorgcategorie CHECK (hulpvorm IS NULL OR zorgcategorie IS NOT NULL)
);

-- The declaration lines whose money is not published, and why; a rejection goes before a hold.
CREATE TABLE mart.lot (
    bericht_id bigint NOT NULL,
    regelnummer integer NOT NULL,
    lot text NOT NULL CHECK (lot IN ('afgewezen', 'aangehouden')),
    reden text NOT NULL,
    PRIMARY KEY (bericht_id, regelnummer)
);
COMMENT ON COLUMN mart.lot.reden IS 'De retourcode van de afwijzing, of de regel die het bedrag aanhoudt.';

-- One row a declaration line, with the one lot its money fell to. Signed: a credit is negative.
CREATE TABLE mart.prestatie (
    bericht_id bigint NOT NULL,
    regelnummer integer NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    maand date NOT NULL,
    product_categorie text NOT NULL,
    product_code text NOT NULL,
    zorgcategorie text,
    hulpvorm text,
    pad text NOT NULL,
    eenheid text NOT NULL,
    geleverd_volume integer NOT NULL,
    saldo_cent bigint NOT NULL,
    lot text NOT NULL CHECK (lot IN ('gepubliceerd', 'afgewezen', 'aangehouden')),
    reden text,
    PRIMARY KEY (bericht_id, regelnummer),
    CONSTRAINT lot_heeft_reden CHECK ((lot = 'gepubliceerd') = (reden IS NULL))
);
COMMENT ON COLUMN mart.prestatie.zorgcategorie IS 'Leeg: niet gekoppeld.';

-- One row a youth in care, month and category; what the counts below count.
CREATE TABLE mart.jeugdige_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    is_instroom boolean,
    is_doorstroom boolean,
    is_uitstroom boolean,
    CONSTRAINT instroom_of_doorstroom CHECK (NOT (is_instroom AND is_doorstroom))
);

CREATE TABLE mart.gebruik_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    jeugdigen integer NOT NULL CHECK (jeugdigen > 0),
    instroom integer CHECK (instroom >= 0),
    doorstroom integer CHECK (doorstroom >= 0),
    uitstroom integer CHECK (uitstroom BETWEEN 0 AND jeugdigen),
    PRIMARY KEY (gemeente_code, maand, zorgcategorie),
    CONSTRAINT nieuw_past_in_jeugdigen CHECK (instroom + doorstroom <= jeugdigen)
);

CREATE TABLE mart.gebruik_totaal_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    jeugdigen integer NOT NULL CHECK (jeugdigen > 0),
    instroom integer CHECK (instroom BETWEEN 0 AND jeugdigen),
    uitstroom integer CHECK (uitstroom BETWEEN 0 AND jeugdigen),
    PRIMARY KEY (gemeente_code, maand)
);

CREATE TABLE mart.volume_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    eenheid text NOT NULL,
    regels integer NOT NULL CHECK (regels > 0),
    gedeclareerd_volume bigint NOT NULL,
    gepubliceerd_volume bigint NOT NULL,
    PRIMARY KEY (gemeente_code, maand, zorgcategorie, eenheid)
);

CREATE TABLE mart.kosten_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    regels integer NOT NULL CHECK (regels > 0),
    gedeclareerd_cent bigint NOT NULL,
    afgewezen_cent bigint NOT NULL,
    goedgekeurd_cent bigint NOT NULL,
    aangehouden_cent bigint NOT NULL,
    gepubliceerd_cent bigint NOT NULL,
    PRIMARY KEY (gemeente_code, maand, zorgcategorie),
    CONSTRAINT gedeclareerd_sluit CHECK (gedeclareerd_cent = goedgekeurd_cent + afgewezen_cent),
    CONSTRAINT goedgekeurd_sluit CHECK (goedgekeurd_cent = gepubliceerd_cent + aangehouden_cent)
);

-- Per product code what it was taken for, by which path, and how much money hangs on it.
CREATE TABLE mart.productcode (
    gemeente_code core.gemeente_code NOT NULL,
    product_categorie text NOT NULL,
    product_code text NOT NULL,
    pad text NOT NULL,
    zorgcategorie text NOT NULL,
    hulpvorm text,
    omschrijving text,
    regels integer NOT NULL CHECK (regels > 0),
    gedeclareerd_cent bigint NOT NULL,
    gepubliceerd_cent bigint NOT NULL,
    eerste_maand date NOT NULL,
    laatste_maand date NOT NULL CHECK (laatste_maand >= eerste_maand),
    UNIQUE NULLS NOT DISTINCT (gemeente_code, product_categorie, product_code, pad, zorgcategorie, hulpvorm)
);

CREATE TABLE mart.berichten_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    berichttype text NOT NULL,
    aanbieder_agb_code text NOT NULL,
    status text NOT NULL,
    berichten integer NOT NULL CHECK (berichten > 0),
    PRIMARY KEY (gemeente_code, maand, berichttype, aanbieder_agb_code, status)
);
