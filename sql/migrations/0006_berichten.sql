-- The eight types of iJw 3.2 that core could not hold: JW317 with its products, JW319, and the six returns
-- (JW302, JW306, JW308, JW316, JW318, JW320). What answers what is the view core.beantwoording, for the rules
-- on clocks and order.

-- JW317 Verzoek, one a message.
CREATE TABLE core.wijzigingsverzoek (
    bericht_id bigint PRIMARY KEY REFERENCES landing.bericht,
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    is_bsn_geldig boolean NOT NULL,
    referentie_aanbieder text NOT NULL,
    reden_verzoek text NOT NULL CHECK (reden_verzoek IN ('1', '2'))
);
CREATE INDEX wijzigingsverzoek_referentie
ON core.wijzigingsverzoek (gemeente_code, aanbieder_agb_code, referentie_aanbieder);
CREATE INDEX wijzigingsverzoek_client ON core.wijzigingsverzoek (client_pseudoniem, gemeente_code);
COMMENT ON TABLE core.wijzigingsverzoek IS
'JW317. De producten staan in core.ongewijzigd_product, core.te_wijzigen_product en core.nieuw_product; hun '
'regelnummer telt in die volgorde door over het hele bericht.';

-- JW317 OngewijzigdProduct.
CREATE TABLE core.ongewijzigd_product (
    bericht_id bigint NOT NULL REFERENCES core.wijzigingsverzoek,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    toewijzing_nummer core.nummer NOT NULL,
    PRIMARY KEY (bericht_id, regelnummer)
);
CREATE INDEX ongewijzigd_toewijzing ON core.ongewijzigd_product (gemeente_code, toewijzing_nummer);

-- JW317 TeWijzigenProduct.
CREATE TABLE core.te_wijzigen_product (
    bericht_id bigint NOT NULL REFERENCES core.wijzigingsverzoek,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    toewijzing_nummer core.nummer NOT NULL,
    gewenste_ingangsdatum date NOT NULL,
    einddatum date,
    volume integer CHECK (volume >= 0),
    eenheid text,
    frequentie text,
    budget_cent core.cent CHECK (budget_cent >= 0),
    PRIMARY KEY (bericht_id, regelnummer),
    CONSTRAINT omvang_is_volledig CHECK (num_nulls(volume, eenheid, frequentie) IN (0, 3))
);
CREATE INDEX te_wijzigen_toewijzing ON core.te_wijzigen_product (gemeente_code, toewijzing_nummer);

-- JW317 NieuwProduct.
CREATE TABLE core.nieuw_product (
    bericht_id bigint NOT NULL REFERENCES core.wijzigingsverzoek,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    product_categorie text,
    product_code text,
    gewenste_ingangsdatum date NOT NULL,
    einddatum date,
    volume integer CHECK (volume >= 0),
    eenheid text,
    frequentie text,
    budget_cent core.cent CHECK (budget_cent >= 0),
    PRIMARY KEY (bericht_id, regelnummer),
    CONSTRAINT code_hoort_bij_categorie CHECK (product_code IS NULL OR product_categorie IS NOT NULL),
    CONSTRAINT omvang_is_volledig CHECK (num_nulls(volume, eenheid, frequentie) IN (0, 3))
);

-- JW319 Antwoord, one a message: to one product of a JW315 or to a whole JW317, by ReferentieAanbieder.
CREATE TABLE core.verzoek_antwoord (
    bericht_id bigint PRIMARY KEY REFERENCES landing.bericht,
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    referentie_aanbieder text NOT NULL,
    verzoek_antwoord text NOT NULL CHECK (verzoek_antwoord IN ('1', '2')),
    reden_afwijzing_verzoek text,
    woonplaats_gemeente_code core.gemeente_code
);
CREATE INDEX verzoek_antwoord_referentie
ON core.verzoek_antwoord (gemeente_code, aanbieder_agb_code, referentie_aanbieder);
COMMENT ON COLUMN core.verzoek_antwoord.verzoek_antwoord IS
'WJ760: 1 verzoek afgewezen, 2 aanvraag in onderzoek.';
COMMENT ON COLUMN core.verzoek_antwoord.woonplaats_gemeente_code IS
'Woonplaatsbeginsel/Gemeente: de gemeente die volgens de afzender verantwoordelijk is.';

-- The header of a technical return. It repeats parties and identity of the message that it answers (IV028);
-- landing.bericht holds the return's own: who sent it, IdentificatieRetour and DagtekeningRetour.
CREATE TABLE core.retourbericht (
    bericht_id bigint PRIMARY KEY REFERENCES landing.bericht,
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    beantwoord_berichttype text NOT NULL,
    beantwoord_identificatie text NOT NULL,
    beantwoord_dagtekening date NOT NULL,
    basisschema_xsd_versie text NOT NULL,
    bericht_xsd_versie text NOT NULL,
    identificatie_retour text NOT NULL,
    dagtekening_retour date NOT NULL,
    xslt_versie text,
    basisschema_xsd_versie_retour text NOT NULL,
    bericht_xsd_versie_retour text NOT NULL,
    header_retour_codes text[] NOT NULL,
    is_afgekeurd boolean NOT NULL,
    beantwoord_berichtcode text NOT NULL GENERATED ALWAYS AS (
        CASE beantwoord_berichttype
            WHEN 'JW301' THEN '436'
            WHEN 'JW305' THEN '438'
            WHEN 'JW307' THEN '440'
            WHEN 'JW315' THEN '446'
            WHEN 'JW317' THEN '486'
            WHEN 'JW319' THEN '488'
        END
    ) STORED
);
CREATE INDEX retourbericht_beantwoord ON core.retourbericht (
    beantwoord_identificatie,
    beantwoord_dagtekening,
    beantwoord_berichtcode,
    aanbieder_agb_code,
    gemeente_code
);
COMMENT ON COLUMN core.retourbericht.is_afgekeurd IS
'Of er ergens in het bericht een code staat die afkeurt (elke code behalve 0200, 0233 en 8001). Eén zo''n '
'code keurt het hele beantwoorde bericht af (IV032, OP286): het geldt als niet verzonden.';

-- One row for each RetourCode below the header, numbered through the return. What is copied from the answered
-- message stays there: only where it stands, and the logical key of that line.
CREATE TABLE core.retour_code (
    bericht_id bigint NOT NULL REFERENCES core.retourbericht,
    regelnummer integer NOT NULL CHECK (regelnummer >= 1),
    bekend_vanaf timestamptz NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    berichtklasse text NOT NULL,
    pad text NOT NULL,
    beantwoord_regelnummer integer CHECK (beantwoord_regelnummer >= 1),
    toewijzing_nummer core.nummer,
    referentie_aanbieder text,
    product_categorie text,
    product_code text,
    begindatum date,
    retour_code text NOT NULL,
    PRIMARY KEY (bericht_id, regelnummer)
);
COMMENT ON COLUMN core.retour_code.pad IS
'Plaats van de berichtklasse, met rangnummer waar die zich herhaalt: Client/Relaties/Relatie[2].';
COMMENT ON COLUMN core.retour_code.beantwoord_regelnummer IS
'Regelnummer van deze productregel in het beantwoorde bericht, leeg bij Client, Verzoek en Antwoord.';
CREATE INDEX retour_code_code ON core.retour_code (retour_code) WHERE retour_code NOT IN ('0200', '0233');

-- An allocation that grants a request bears the request's reference (iJw TR379).
CREATE INDEX toewijzing_referentie
ON core.toewijzing (gemeente_code, aanbieder_agb_code, referentie_aanbieder)
WHERE referentie_aanbieder IS NOT NULL;

-- Every request by its reference: a line of a JW315, or a JW317 as a whole (regelnummer NULL).
CREATE VIEW core.ingediend_verzoek AS
SELECT
    bericht_id,
    regelnummer,
    'JW315' AS berichttype,
    bekend_vanaf,
    gemeente_code,
    aanbieder_agb_code,
    client_pseudoniem,
    referentie_aanbieder
FROM core.verzoek
UNION ALL
SELECT
    bericht_id,
    NULL,
    'JW317',
    bekend_vanaf,
    gemeente_code,
    aanbieder_agb_code,
    client_pseudoniem,
    referentie_aanbieder
FROM core.wijzigingsverzoek;

-- What answers what, one row a pair. Four kinds:
--   retour      a technical return and its message, by that message's own identity (IV028)
--   declaratie  a JW325 and its JW323, by DeclaratieIdentificatie (IV087)
--   verzoek     a JW319 and the request it answers, by ReferentieAanbieder (TR355)
--   toewijzing  a line of a JW301 and the request it grants, by ReferentieAanbieder (TR379)
-- An answer without its message, or a message without an answer, has no row. The moments: *_bekend_vanaf is
-- when it arrived here, *_dagtekening what it bears; that of a return is DagtekeningRetour.
-- Whoever wants the pairs of some messages only says so with = ANY (array): that reaches the indexes.
CREATE VIEW core.beantwoording AS
WITH paar AS NOT MATERIALIZED (
    SELECT
        'retour' AS soort,
        heen.bericht_id AS beantwoord_bericht_id,
        NULL::integer AS beantwoord_regelnummer,
        retour.bericht_id AS antwoord_bericht_id,
        NULL::integer AS antwoord_regelnummer,
        CASE WHEN retour.is_afgekeurd THEN 'afgekeurd' ELSE 'goedgekeurd' END AS uitkomst
    FROM core.retourbericht AS retour
    INNER JOIN landing.bericht AS bericht ON retour.bericht_id = bericht.bericht_id
    INNER JOIN landing.bericht AS heen
        ON
            heen.status = 'verwerkt'
            AND bericht.ontvanger = heen.afzender
            AND bericht.afzender = heen.ontvanger
            AND retour.beantwoord_berichtcode = heen.berichtcode
            AND retour.beantwoord_identificatie = heen.identificatie
            AND retour.beantwoord_dagtekening = heen.dagtekening
    UNION ALL
    SELECT
        'declaratie' AS soort,
        declaratie.bericht_id AS beantwoord_bericht_id,
        NULL::integer AS beantwoord_regelnummer,
        antwoord.bericht_id AS antwoord_bericht_id,
        NULL::integer AS antwoord_regelnummer,
        'beantwoord' AS uitkomst
    FROM core.declaratie_antwoord AS antwoord
    INNER JOIN core.declaratie AS declaratie
        ON
            antwoord.aanbieder_agb_code = declaratie.aanbieder_agb_code
            AND antwoord.gemeente_code = declaratie.gemeente_code
            AND antwoord.declaratie_identificatie = declaratie.identificatie
            AND antwoord.declaratie_dagtekening = declaratie.dagtekening
    UNION ALL
    SELECT
        'verzoek' AS soort,
        verzoek.bericht_id AS beantwoord_bericht_id,
        verzoek.regelnummer AS beantwoord_regelnummer,
        antwoord.bericht_id AS antwoord_bericht_id,
        NULL::integer AS antwoord_regelnummer,
        CASE antwoord.verzoek_antwoord WHEN '1' THEN 'afgewezen' ELSE 'in onderzoek' END AS uitkomst
    FROM core.verzoek_antwoord AS antwoord
    INNER JOIN core.ingediend_verzoek AS verzoek
        ON
            antwoord.gemeente_code = verzoek.gemeente_code
            AND antwoord.aanbieder_agb_code = verzoek.aanbieder_agb_code
            AND antwoord.referentie_aanbieder = verzoek.referentie_aanbieder
    UNION ALL
    SELECT
        'toewijzing' AS soort,
        verzoek.bericht_id AS beantwoord_bericht_id,
        verzoek.regelnummer AS beantwoord_regelnummer,
        toewijzing.bericht_id AS antwoord_bericht_id,
        toewijzing.regelnummer AS antwoord_regelnummer,
        'toegewezen' AS uitkomst
    FROM core.toewijzing AS toewijzing
    INNER JOIN core.ingediend_verzoek AS verzoek
        ON
            toewijzing.gemeente_code = verzoek.gemeente_code
            AND toewijzing.aanbieder_agb_code = verzoek.aanbieder_agb_code
            AND toewijzing.referentie_aanbieder = verzoek.referentie_aanbieder
)

SELECT
    paar.soort,
    paar.beantwoord_bericht_id,
    paar.beantwoord_regelnummer,
    beantwoord.berichttype AS beantwoord_berichttype,
    beantwoord.ontvangen_op AS beantwoord_bekend_vanaf,
    beantwoord.dagtekening AS beantwoord_dagtekening,
    paar.antwoord_bericht_id,
    paar.antwoord_regelnummer,
    antwoord.berichttype AS antwoord_berichttype,
    antwoord.ontvangen_op AS antwoord_bekend_vanaf,
    antwoord.dagtekening AS antwoord_dagtekening,
    paar.uitkomst
FROM paar
INNER JOIN landing.bericht AS beantwoord ON paar.beantwoord_bericht_id = beantwoord.bericht_id
INNER JOIN landing.bericht AS antwoord ON paar.antwoord_bericht_id = antwoord.bericht_id;
COMMENT ON VIEW core.beantwoording IS
'Wat waarop antwoordt: retour, declaratie, verzoek en toewijzing, elk met beide berichten en hun momenten.';

-- What was kept until these types could be read waits again, as its sender was told; its finding is over.
UPDATE quality.bevinding SET opgelost_op = greatest(now(), bekend_vanaf)
FROM landing.bericht
WHERE
    bevinding.bericht_id = bericht.bericht_id
    AND bevinding.regel_id = 'ONTVANGST-TYPE'
    AND bevinding.opgelost_op IS NULL
    AND bericht.release = '3.2'
    AND bericht.berichttype IN ('JW302', 'JW306', 'JW308', 'JW316', 'JW317', 'JW318', 'JW319', 'JW320');
UPDATE landing.bericht SET status = 'ontvangen', verwerkt_op = NULL, redenen = '[]'
WHERE
    status = 'niet_ondersteund'
    AND release = '3.2'
    AND berichttype IN ('JW302', 'JW306', 'JW308', 'JW316', 'JW317', 'JW318', 'JW319', 'JW320');
