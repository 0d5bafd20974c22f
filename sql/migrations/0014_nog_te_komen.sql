-- Part nog_te_komen: development triangles and what is still to come.

TRUNCATE mart.prestatie;
ALTER TABLE mart.prestatie ADD COLUMN ontvangen_datum date NOT NULL;
COMMENT ON COLUMN mart.prestatie.ontvangen_datum IS
'De dag waarop het bericht is ontvangen, naar Nederlandse tijd.';

CREATE TABLE mart.driehoek (
    gemeente_code core.gemeente_code NOT NULL,
    zorgcategorie text NOT NULL,
    maand date NOT NULL,
    vertraging_maanden integer NOT NULL,
    ontvangen_datum date NOT NULL,
    regels integer NOT NULL,
    gedeclareerd_cent bigint NOT NULL,
    goedgekeurd_cent bigint NOT NULL,
    PRIMARY KEY (gemeente_code, zorgcategorie, maand, vertraging_maanden, ontvangen_datum)
);
COMMENT ON COLUMN mart.driehoek.vertraging_maanden IS
'Maand van ontvangst min zorgmaand; negatief als is gedeclareerd voor de zorg begon.';

-- Not built by a query but estimated after the marts, so that it alone depends on mart.stand.as_of.
CREATE TABLE mart.nog_te_komen (
    gemeente_code core.gemeente_code NOT NULL,
    zorgcategorie text NOT NULL,
    maand date NOT NULL,
    methode text NOT NULL CHECK (methode IN ('eigen', 'regio', 'land', 'alle zorg')),
    bekend_cent bigint NOT NULL,
    nog_te_komen_cent bigint NOT NULL,
    toeval_cent bigint NOT NULL CHECK (toeval_cent >= 0),
    patroon_cent bigint NOT NULL CHECK (patroon_cent >= 0),
    PRIMARY KEY (gemeente_code, zorgcategorie, maand)
);
COMMENT ON COLUMN mart.nog_te_komen.toeval_cent IS
'Standaardafwijking door toeval: telt over cellen en maanden op als kwadraten.';
COMMENT ON COLUMN mart.nog_te_komen.patroon_cent IS
'Standaardafwijking doordat het patroon is geschat: telt gewoon op.';
