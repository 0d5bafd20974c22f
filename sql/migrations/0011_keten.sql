-- Part keten: allocations with what led to them and came of them, and trajectories as BIJ defines them.

-- Messages that a return rejected: they count as never sent (iJw OP286).
CREATE FUNCTION core.afgekeurd_bericht_op(as_of timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT b.beantwoord_bericht_id
    FROM core.beantwoording AS b
    WHERE b.soort = 'retour' AND b.uitkomst = 'afgekeurd' AND b.antwoord_bekend_vanaf <= as_of
$$;

-- Starts and stops that stand: known, not rejected, not taken back. A removal takes back all that was sent
-- before it under its key. On one day it comes last, unless it takes back what was sent on an earlier day:
-- then what is sent that day replaces it (iJw OP033, IV008; as quality.verdwijderd_op, for all at once).
CREATE FUNCTION core.geldige_melding_op(as_of timestamptz) RETURNS SETOF core.regiemelding
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT m.*
    FROM core.regiemelding AS m
    LEFT JOIN (
        SELECT
            w.client_pseudoniem,
            w.melding_sleutel,
            w.laatste,
            min(e.dagtekening) AS eerste
        FROM (
            SELECT v.client_pseudoniem, v.melding_sleutel, max(v.dagtekening) AS laatste
            FROM core.regiemelding AS v
            WHERE
                v.status_aanlevering = '3'
                AND v.bekend_vanaf <= as_of
                AND v.bericht_id NOT IN (SELECT core.afgekeurd_bericht_op(as_of))
            GROUP BY v.client_pseudoniem, v.melding_sleutel
        ) AS w
        INNER JOIN core.regiemelding AS e
            ON w.client_pseudoniem = e.client_pseudoniem AND w.melding_sleutel = e.melding_sleutel
        WHERE
            e.status_aanlevering <> '3'
            AND e.bekend_vanaf <= as_of
            AND e.bericht_id NOT IN (SELECT core.afgekeurd_bericht_op(as_of))
        GROUP BY w.client_pseudoniem, w.melding_sleutel, w.laatste
    ) AS weg ON m.client_pseudoniem = weg.client_pseudoniem AND m.melding_sleutel = weg.melding_sleutel
    WHERE
        m.status_aanlevering <> '3'
        AND m.bekend_vanaf <= as_of
        AND m.bericht_id NOT IN (SELECT core.afgekeurd_bericht_op(as_of))
        AND (
            weg.laatste IS NULL
            OR m.dagtekening > weg.laatste
            OR (m.dagtekening = weg.laatste AND weg.eerste < weg.laatste)
        )
$$;

-- Days on which some mapping begins or ends: between two of them a code keeps its meaning.
CREATE VIEW mapping.grens AS
SELECT geldig_vanaf AS dag FROM mapping.koppeling
UNION
SELECT geldig_tot FROM mapping.koppeling
UNION
SELECT geldig_vanaf FROM mapping.zorgcategorie_naar
UNION
SELECT geldig_tot FROM mapping.zorgcategorie_naar
UNION
SELECT geldig_vanaf FROM mapping.gemeente
UNION
SELECT geldig_tot FROM mapping.gemeente;

-- How long without a sign of life before care without a real end is taken to be over.
CREATE FUNCTION mart.stilte_dagen() RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT 183 $$;
COMMENT ON FUNCTION mart.stilte_dagen IS
'Een half jaar, zoals CBS het volgende halfjaar afwacht; eigen keuze, zie sql/mart/traject/metadata.yaml.';

CREATE FUNCTION mart.begin_halfjaar(dag date) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN isfinite($1)
            THEN make_date(
                extract(YEAR FROM $1)::integer, CASE WHEN extract(MONTH FROM $1) < 7 THEN 1 ELSE 7 END, 1
            )
        ELSE $1
    END
$$;

-- Requests (JW315 by line, JW317 as a whole) with what came of them.
CREATE TABLE mart.verzoek (
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    referentie_aanbieder text NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    berichttype text NOT NULL CHECK (berichttype IN ('JW315', 'JW317')),
    verzoek_datum date NOT NULL,
    verwijzer_type text,
    product_categorie text,
    product_code text,
    zorgcategorie text,
    hulpvorm text,
    gewenste_ingangsdatum date,
    antwoord_datum date,
    antwoord text CHECK (antwoord IN ('in onderzoek', 'afgewezen')),
    toegewezen_op date,
    PRIMARY KEY (gemeente_code, aanbieder_agb_code, referentie_aanbieder, client_pseudoniem),
    CONSTRAINT antwoord_heeft_datum CHECK ((antwoord IS NULL) = (antwoord_datum IS NULL))
);
CREATE INDEX verzoek_client ON mart.verzoek (client_pseudoniem);

-- Allocations in the version that stands.
CREATE TABLE mart.toegewezen (
    gemeente_code core.gemeente_code NOT NULL,
    toewijzing_nummer core.nummer NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    is_verwijderd boolean NOT NULL,
    product_categorie text,
    product_code text,
    zorgcategorie text,
    hulpvorm text,
    toewijzingsdatum date NOT NULL,
    versie_datum date NOT NULL,
    ingangsdatum date NOT NULL,
    einddatum date,
    referentie_aanbieder text,
    PRIMARY KEY (gemeente_code, toewijzing_nummer),
    CONSTRAINT versie_na_eerste CHECK (versie_datum >= toewijzingsdatum)
);
CREATE INDEX toegewezen_client ON mart.toegewezen (client_pseudoniem);

-- Starts with the stops that belong to them, and stops without a start.
CREATE TABLE mart.melding (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    toewijzing_nummer core.nummer,
    product_categorie text,
    product_code text,
    begindatum date NOT NULL,
    heeft_start boolean NOT NULL,
    einddatum date,
    reden_beeindiging text,
    zorgcategorie text,
    hulpvorm text,
    UNIQUE NULLS NOT DISTINCT (
        client_pseudoniem, gemeente_code, aanbieder_agb_code, toewijzing_nummer, product_categorie,
        product_code, begindatum
    ),
    CONSTRAINT stop_heeft_reden CHECK ((einddatum IS NULL) = (reden_beeindiging IS NULL)),
    CONSTRAINT start_of_stop CHECK (heeft_start OR einddatum IS NOT NULL)
);
CREATE INDEX melding_toewijzing ON mart.melding (gemeente_code, toewijzing_nummer);
COMMENT ON COLUMN mart.melding.toewijzing_nummer IS
'Leeg bij taakgericht werk, dat geen toewijzing kent (iJw IV096).';

-- What was declared on an allocation number, per product and what it means; rejected lines are left out.
CREATE TABLE mart.levering (
    gemeente_code core.gemeente_code NOT NULL,
    toewijzing_nummer core.nummer NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    product_categorie text NOT NULL,
    product_code text NOT NULL,
    zorgcategorie text,
    hulpvorm text,
    is_aangehouden boolean NOT NULL,
    regels integer NOT NULL CHECK (regels > 0),
    saldo_cent bigint NOT NULL,
    eerste_regel date NOT NULL,
    eerste_dag date,
    laatste_begin date,
    laatste_dag date,
    UNIQUE NULLS NOT DISTINCT (
        gemeente_code, toewijzing_nummer, client_pseudoniem, aanbieder_agb_code, product_categorie,
        product_code, zorgcategorie, hulpvorm, is_aangehouden
    ),
    CONSTRAINT dagen_zijn_volledig CHECK (num_nulls(eerste_dag, laatste_begin, laatste_dag) IN (0, 3))
);
CREATE INDEX levering_client ON mart.levering (client_pseudoniem);
COMMENT ON COLUMN mart.levering.eerste_dag IS
'Van de debetregels die geen creditregel terugneemt; leeg als die er niet zijn.';

-- One row an allocation number and youth: also a number that only a start, stop or line mentions.
CREATE TABLE mart.keten (
    gemeente_code core.gemeente_code NOT NULL,
    toewijzing_nummer core.nummer NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    is_toegewezen boolean NOT NULL,
    is_verwijderd boolean NOT NULL,
    product_categorie text,
    product_code text,
    zorgcategorie text,
    hulpvorm text,
    verzoek_datum date,
    verzoek_type text,
    verwijzer_type text,
    toewijzingsdatum date,
    ingangsdatum date,
    einddatum date,
    start_datum date,
    stop_datum date,
    reden_beeindiging text,
    regels integer NOT NULL CHECK (regels >= 0),
    saldo_cent bigint NOT NULL,
    codes integer NOT NULL CHECK (codes >= 0),
    eerste_maand date,
    laatste_maand date,
    maand date NOT NULL,
    toestand text NOT NULL CHECK (toestand IN (
        'toegewezen', 'gestart', 'in levering', 'zonder start', 'gestopt', 'verwijderd', 'niet toegewezen'
    )),
    gaten text[] NOT NULL,
    PRIMARY KEY (gemeente_code, toewijzing_nummer, client_pseudoniem),
    CONSTRAINT toegewezen_heeft_ingang CHECK (is_toegewezen = (ingangsdatum IS NOT NULL)),
    CONSTRAINT alleen_toegewezen_is_verwijderd CHECK (is_toegewezen OR NOT is_verwijderd),
    CONSTRAINT stop_heeft_reden CHECK ((stop_datum IS NULL) = (reden_beeindiging IS NULL))
);
CREATE INDEX keten_client ON mart.keten (client_pseudoniem);
COMMENT ON COLUMN mart.keten.maand IS
'Maand van ingang; zonder toewijzing de maand van de eerste start, regel of stop.';

CREATE TABLE mart.keten_gat (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    gat text NOT NULL,
    aantal integer NOT NULL,
    saldo_cent bigint NOT NULL,
    PRIMARY KEY (gemeente_code, maand, gat)
);

CREATE TABLE mart.keten_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    aantal integer NOT NULL,
    toegewezen integer NOT NULL,
    gestart integer NOT NULL,
    in_levering integer NOT NULL,
    zonder_start integer NOT NULL,
    gestopt integer NOT NULL,
    verwijderd integer NOT NULL,
    niet_toegewezen integer NOT NULL,
    aangevraagd integer NOT NULL,
    aspecifiek integer NOT NULL,
    start_zonder_toewijzing integer NOT NULL,
    regels_zonder_toewijzing integer NOT NULL,
    regels_zonder_start integer NOT NULL,
    stop_zonder_start integer NOT NULL,
    regels_na_stop integer NOT NULL,
    meer_codes integer NOT NULL,
    saldo_cent bigint NOT NULL,
    PRIMARY KEY (gemeente_code, maand, zorgcategorie)
);

-- Whether allocations of this month without start or line are unused, and requests without an answer overdue:
-- so many full months after it.
CREATE FUNCTION mart.is_ongebruikt(maand date, as_of timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT maand + interval '4 months' <= quality.dag(as_of)
$$;
COMMENT ON FUNCTION mart.is_ongebruikt IS
'Drie volle maanden na de maand van ingang: eigen keuze, zie docs/keten.md.';
CREATE FUNCTION mart.is_onbeantwoord(maand date, as_of timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT maand + interval '2 months' <= quality.dag(as_of)
$$;
COMMENT ON FUNCTION mart.is_onbeantwoord IS
'Een volle maand na de maand van het verzoek; het antwoord hoort er na vijf werkdagen te zijn.';

-- The gaps as they are at the moment of mart.stand: what only waits is no gap yet.
CREATE VIEW mart.keten_gat_stand AS
SELECT
    g.gemeente_code,
    g.maand,
    g.gat,
    g.aantal,
    g.saldo_cent
FROM mart.keten_gat AS g
CROSS JOIN mart.stand AS s
WHERE
    CASE g.gat
        WHEN 'toewijzing nooit gebruikt' THEN mart.is_ongebruikt(g.maand, s.as_of)
        WHEN 'verzoek zonder antwoord' THEN mart.is_onbeantwoord(g.maand, s.as_of)
        ELSE TRUE
    END;

-- The building blocks of trajectories: each period of care with its hulpvorm, and where its dates come from.
CREATE TABLE mart.zorgperiode (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    toewijzing_nummer core.nummer,
    hulpvorm text NOT NULL,
    zorgcategorie text NOT NULL,
    verwijzer_type text,
    van date NOT NULL,
    van_bron text NOT NULL,
    tot date NOT NULL CHECK (tot >= van),
    tot_bron text,
    is_open boolean NOT NULL,
    gaat_door boolean NOT NULL,
    reden_beeindiging text,
    CONSTRAINT alleen_open_is_eindeloos CHECK (is_open OR tot <> 'infinity')
);
CREATE INDEX zorgperiode_client ON mart.zorgperiode (client_pseudoniem);
COMMENT ON COLUMN mart.zorgperiode.tot IS
'Einde, of bij is_open tot wanneer er tekenen van zijn: infinity als niets een grens geeft.';

-- The record as a provider would deliver it: care of one hulpvorm, one after another, outside its own stays.
CREATE TABLE mart.zorgreeks (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    hulpvorm text NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    zorgcategorie text NOT NULL,
    verwijzer_type text,
    van date NOT NULL,
    van_bron text NOT NULL,
    tot date NOT NULL CHECK (tot >= van),
    tot_bron text,
    is_open boolean NOT NULL,
    reden_beeindiging text,
    PRIMARY KEY (client_pseudoniem, gemeente_code, hulpvorm, aanbieder_agb_code, van)
);

-- One row a youth, municipality, hulpvorm and first day (BIJ 3.3).
CREATE TABLE mart.traject (
    gemeente_code core.gemeente_code NOT NULL,
    client_pseudoniem core.pseudoniem NOT NULL,
    hulpvorm text NOT NULL,
    begindatum date NOT NULL,
    aanbieder_agb_code core.agb_code NOT NULL,
    zorgcategorie text NOT NULL,
    verwijzer_type text,
    is_crisis boolean NOT NULL,
    einddatum date CHECK (einddatum >= begindatum),
    begin_bron text NOT NULL
    CHECK (begin_bron IN ('bericht', 'afgeleid uit regels', 'afgeleid uit verblijf')),
    eind_bron text CHECK (eind_bron IN (
        'bericht', 'afgeleid uit regels', 'afgeleid uit toewijzing', 'afgeleid uit verblijf', 'bijgeschat'
    )),
    reden_beeindiging text,
    reden_bij text,
    is_voortijdig boolean,
    bekend_tot date NOT NULL,
    bekend_bron text,
    PRIMARY KEY (gemeente_code, client_pseudoniem, hulpvorm, begindatum),
    CONSTRAINT einde_heeft_bron CHECK ((einddatum IS NULL) = (eind_bron IS NULL)),
    CONSTRAINT alleen_geeindigd_is_voortijdig CHECK (is_voortijdig IS NULL OR einddatum IS NOT NULL)
);
CREATE INDEX traject_client ON mart.traject (client_pseudoniem);

-- How long trajectories lasted that ended by a message; the mean of a hulpvorm is taken over the country.
CREATE TABLE mart.traject_duur (
    gemeente_code core.gemeente_code NOT NULL,
    hulpvorm text NOT NULL,
    aantal integer NOT NULL,
    dagen bigint NOT NULL,
    PRIMARY KEY (gemeente_code, hulpvorm)
);

-- Trajectories with the end that the moment of mart.stand gives to those that stand open. Without imputation:
-- silent for half a year, so over on the last day known. With it, as CBS does: absent from a whole next
-- half-year, so it lasted as long as the mean of its hulpvorm, and at least until the half-year last seen.
CREATE FUNCTION mart.traject_op(met_bijschatting boolean)
RETURNS SETOF mart.traject
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        t.gemeente_code, t.client_pseudoniem, t.hulpvorm, t.begindatum, t.aanbieder_agb_code,
        t.zorgcategorie, t.verwijzer_type, t.is_crisis,
        coalesce(t.einddatum, e.dag),
        t.begin_bron,
        coalesce(t.eind_bron, CASE WHEN e.dag IS NOT NULL THEN e.bron END),
        t.reden_beeindiging, t.reden_bij, t.is_voortijdig, t.bekend_tot, t.bekend_bron
    FROM mart.traject AS t
    CROSS JOIN mart.stand AS s
    LEFT JOIN (
        SELECT d.hulpvorm, round(sum(d.dagen)::numeric / sum(d.aantal))::integer AS duur
        FROM mart.traject_duur AS d
        GROUP BY d.hulpvorm
    ) AS g USING (hulpvorm)
    CROSS JOIN LATERAL (
        SELECT quality.dag(s.as_of) AS vandaag, mart.begin_halfjaar(t.bekend_tot) AS halfjaar
    ) AS h
    CROSS JOIN LATERAL (
        SELECT
            CASE
                WHEN NOT met_bijschatting AND t.bekend_tot + mart.stilte_dagen() < h.vandaag THEN t.bekend_tot
                WHEN met_bijschatting AND (h.halfjaar + interval '1 year')::date <= h.vandaag
                    THEN greatest(t.begindatum + g.duur, h.halfjaar)
            END AS dag,
            CASE WHEN met_bijschatting THEN 'bijgeschat' ELSE t.bekend_bron END AS bron
    ) AS e
$$;
