-- Rules over what is new: which messages wait for a verdict, what earlier runs know, and which rule judged
-- what.

-- Every message without its bytes, for rules about messages as such.
CREATE VIEW core.verwerkt_bericht AS
SELECT
    bericht_id,
    ontvangen_op AS bekend_vanaf,
    berichttype,
    berichtcode,
    afzender,
    ontvanger,
    CASE WHEN length(afzender) = 4 THEN afzender ELSE ontvanger END AS gemeente_code,
    CASE WHEN length(afzender) = 4 THEN ontvanger ELSE afzender END AS aanbieder_agb_code,
    identificatie,
    dagtekening
FROM landing.bericht
WHERE status = 'verwerkt';
COMMENT ON VIEW core.verwerkt_bericht IS
'Elk verwerkt bericht, zonder inhoud; bekend_vanaf is het moment van ontvangst.';

-- The doorbell of the rules. Written by the transaction that processes a message, so that a message is
-- never missed: neither when it is processed long after it was received, nor when two share a moment.
CREATE TABLE quality.te_beoordelen (
    bericht_id bigint PRIMARY KEY,
    bekend_vanaf timestamptz NOT NULL
);
COMMENT ON TABLE quality.te_beoordelen IS
'Verwerkte berichten waarover de regels nog niet hebben geoordeeld.';

CREATE FUNCTION quality.zet_te_beoordelen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO quality.te_beoordelen (bericht_id, bekend_vanaf) VALUES (new.bericht_id, new.ontvangen_op)
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER nieuw_is_te_beoordelen
AFTER INSERT ON landing.bericht
FOR EACH ROW WHEN (new.status = 'verwerkt') EXECUTE FUNCTION quality.zet_te_beoordelen();
CREATE TRIGGER verwerkt_is_te_beoordelen
AFTER UPDATE OF status ON landing.bericht
FOR EACH ROW WHEN (new.status = 'verwerkt' AND old.status <> 'verwerkt')
EXECUTE FUNCTION quality.zet_te_beoordelen();

-- Who was judged by which rule. A rule without a row here, or with another fingerprint, judges everything.
CREATE TABLE quality.stand_regel (
    regel_id text PRIMARY KEY REFERENCES quality.regel,
    vingerafdruk text NOT NULL,
    aantal_gecontroleerd bigint NOT NULL CHECK (aantal_gecontroleerd >= 0)
);
COMMENT ON TABLE quality.stand_regel IS
'Per regel met welke tekst zij voor het laatst slaagde, en over hoeveel rijen in totaal.';

ALTER TABLE quality.run
ADD COLUMN nieuwe_berichten bigint CHECK (nieuwe_berichten >= 0),
ADD COLUMN is_volledig boolean;
COMMENT ON COLUMN quality.run.is_volledig IS
'Of alles opnieuw is beoordeeld, en niet alleen wat nieuw is en wat daarvan afhangt. Leeg bij controles.';

-- What is known since the last run over the rules; each run brings it up to its moment. Rules join these,
-- so that none of them works it out again for the whole country.
CREATE TABLE quality.stand_toewijzing (
    LIKE core.toewijzing,
    PRIMARY KEY (gemeente_code, toewijzing_nummer)
);
COMMENT ON TABLE quality.stand_toewijzing IS
'De geldende versie van elke toewijzing, ook als die verwijderd is (reden_wijziging 13), zoals bekend bij de '
'laatste run over de regels.';

CREATE VIEW quality.geldige_toewijzing AS
SELECT * FROM quality.stand_toewijzing
WHERE reden_wijziging IS DISTINCT FROM '13';
COMMENT ON VIEW quality.geldige_toewijzing IS
'Wat nu is toegewezen: zonder wat is verwijderd (reden_wijziging 13).';

CREATE TABLE quality.stand_afgewezen_regel (
    bericht_id bigint NOT NULL,
    regelnummer integer NOT NULL,
    PRIMARY KEY (bericht_id, regelnummer)
);
COMMENT ON TABLE quality.stand_afgewezen_regel IS
'Declaratieregels die de gemeente afwees, een voor een of met de hele declaratie.';

CREATE TABLE quality.stand_geweigerde_declaratie (bericht_id bigint PRIMARY KEY);
COMMENT ON TABLE quality.stand_geweigerde_declaratie IS
'Declaraties die de gemeente in hun geheel weigerde; die gelden als niet verzonden.';

-- What hangs on a line: the credits that point at it.
CREATE INDEX prestatie_vorige ON core.prestatie (aanbieder_agb_code, vorig_referentie_nummer)
WHERE vorig_referentie_nummer IS NOT NULL;

-- Credits that stand: known, and not rejected by the last known answer.
CREATE FUNCTION quality.staande_creditregel_op(as_of timestamptz) RETURNS SETOF core.prestatie
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT c.*
    FROM core.prestatie AS c
    WHERE
        c.debet_credit = 'C'
        AND c.vorig_referentie_nummer IS NOT NULL
        AND c.bekend_vanaf <= as_of
        AND NOT EXISTS (
            SELECT
            FROM quality.stand_afgewezen_regel AS a
            WHERE a.bericht_id = c.bericht_id AND a.regelnummer = c.regelnummer
        )
$$;

-- Open findings that hold money back; without a regelnummer that of every line in the message.
CREATE VIEW quality.aanhouding AS
SELECT
    b.bericht_id,
    b.regelnummer,
    b.regel_id
FROM quality.bevinding AS b
INNER JOIN quality.regel AS r USING (regel_id)
WHERE b.opgelost_op IS NULL AND r.gevolg = 'aanhouden';

-- Lines whose money counts: known, not rejected, and not held back by a rule judged before.
CREATE FUNCTION quality.meetellende_regel_op(as_of timestamptz) RETURNS SETOF core.prestatie
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.*
    FROM core.prestatie AS p
    WHERE
        p.bekend_vanaf <= as_of
        AND NOT EXISTS (
            SELECT
            FROM quality.stand_afgewezen_regel AS a
            WHERE a.bericht_id = p.bericht_id AND a.regelnummer = p.regelnummer
        )
        AND NOT EXISTS (
            SELECT
            FROM quality.aanhouding AS b
            WHERE b.bericht_id = p.bericht_id AND b.regelnummer = p.regelnummer
        )
        AND NOT EXISTS (
            SELECT
            FROM quality.aanhouding AS b
            WHERE b.bericht_id = p.bericht_id AND b.regelnummer IS NULL
        )
$$;

-- Debit lines that ask for money: neither held back nor taken back. Rejected ones are among them.
CREATE FUNCTION quality.lopende_debetregel_op(as_of timestamptz)
RETURNS TABLE (bericht_id bigint, regelnummer integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.bericht_id, p.regelnummer
    FROM core.prestatie AS p
    WHERE
        p.debet_credit = 'D'
        AND p.bekend_vanaf <= as_of
        AND NOT EXISTS (
            SELECT
            FROM quality.staande_creditregel_op(as_of) AS c
            WHERE
                c.gemeente_code = p.gemeente_code
                AND c.aanbieder_agb_code = p.aanbieder_agb_code
                AND c.vorig_referentie_nummer = p.referentie_nummer
        )
        AND NOT EXISTS (
            SELECT
            FROM quality.aanhouding AS b
            WHERE b.bericht_id = p.bericht_id AND b.regelnummer = p.regelnummer
        )
        AND NOT EXISTS (
            SELECT
            FROM quality.aanhouding AS b
            WHERE b.bericht_id = p.bericht_id AND b.regelnummer IS NULL
        )
$$;

-- What an allocation adds up to from its first day to its last; NULL when it has no end and is no total (6).
CREATE FUNCTION quality.volume_in_totaal(volume integer, frequentie text, eenheid text, van date, tot date)
RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT volume::bigint * CASE frequentie
        WHEN '6' THEN 1
        WHEN '4' THEN
            (extract(YEAR FROM tot) * 12 + extract(MONTH FROM tot))::integer
            - (extract(YEAR FROM van) * 12 + extract(MONTH FROM van))::integer + 1
        ELSE quality.keren_in_periode(frequentie, eenheid, van, tot, tot)
    END
$$;

-- What the rules used before they looked at what is new only.
DROP FUNCTION quality.meetellende_debetregel_op(timestamptz);
DROP FUNCTION quality.openstaande_debetregel_op(timestamptz);

-- The tariffs of product books by municipality; rang 1 is its own book, 2 that of its region.
CREATE VIEW quality.boektarief AS
SELECT
    k.gemeente_code,
    k.product_categorie,
    k.product_code,
    k.eenheid,
    k.tarief_cent,
    k.geldig_vanaf,
    k.geldig_tot,
    1 AS rang
FROM mapping.koppeling AS k
WHERE k.niveau = 'gemeente' AND k.tarief_cent IS NOT NULL
UNION ALL
SELECT
    g.gemeente_code,
    k.product_categorie,
    k.product_code,
    k.eenheid,
    k.tarief_cent,
    greatest(k.geldig_vanaf, g.geldig_vanaf),
    least(k.geldig_tot, g.geldig_tot),
    2
FROM mapping.koppeling AS k
INNER JOIN mapping.gemeente AS g USING (regio_code)
WHERE
    k.niveau = 'regio' AND k.tarief_cent IS NOT NULL AND (k.geldig_vanaf, coalesce(k.geldig_tot, 'infinity'))
    OVERLAPS (g.geldig_vanaf, coalesce(g.geldig_tot, 'infinity'));
