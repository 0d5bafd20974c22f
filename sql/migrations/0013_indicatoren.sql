-- The indicators per area, period and dimension. Marts are derived: the next build fills them.

-- Providers as the user lists them. A row is one version, known until the next of the same provider.
CREATE TABLE mapping.aanbieder (
    aanbieder_agb_code core.agb_code NOT NULL,
    soort text NOT NULL,
    grootteklasse text NOT NULL CHECK (grootteklasse IN ('groot', 'middel', 'klein', 'eenpitter')),
    bron text NOT NULL,
    bekend_vanaf timestamptz NOT NULL,
    PRIMARY KEY (aanbieder_agb_code, bekend_vanaf)
);
CREATE TRIGGER versie_blijft BEFORE UPDATE OR DELETE OR TRUNCATE ON mapping.aanbieder
FOR EACH STATEMENT EXECUTE FUNCTION mapping.bewaar_versie();

CREATE FUNCTION mapping.aanbieder_op(as_of timestamptz) RETURNS SETOF mapping.aanbieder
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT ON (aanbieder_agb_code) *
    FROM mapping.aanbieder
    WHERE bekend_vanaf <= as_of
    ORDER BY aanbieder_agb_code, bekend_vanaf DESC
$$;

-- In what volumes can be added up: a volume in eenheid (WJ756) is teller / noemer of it in norm. An hour is
-- sixty minutes; a part of a day is no fixed part of a day and night, and stays apart.
CREATE TABLE mapping.eenheid (
    eenheid text PRIMARY KEY,
    norm text NOT NULL,
    teller integer NOT NULL,
    noemer integer NOT NULL
);
INSERT INTO mapping.eenheid (eenheid, norm, teller, noemer) VALUES
('01', 'uur', 1, 60),
('04', 'uur', 60, 60),
('14', 'etmaal', 1, 1),
('16', 'dagdeel', 1, 1),
('82', 'stuk (output)', 1, 1),
('83', 'euro', 1, 100),
('84', 'stuk (inspanning)', 1, 1);

-- The band of the age in whole years on a first day of a month; who is born later is 0.
CREATE FUNCTION mart.leeftijd(geboortedatum date, dag date) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN geboortedatum > (dag - interval '4 years') THEN '0-3'
        WHEN geboortedatum > (dag - interval '12 years') THEN '4-11'
        WHEN geboortedatum > (dag - interval '18 years') THEN '12-17'
        WHEN geboortedatum > (dag - interval '23 years') THEN '18-22'
        WHEN geboortedatum IS NOT NULL THEN '23+'
        ELSE 'onbekend'
    END
$$;

-- The periods that a day lies in, each with its first day.
CREATE FUNCTION mart.perioden(dag date) RETURNS TABLE (periodesoort text, periode date)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT *
    FROM (
        VALUES
        ('maand', date_trunc('month', dag::timestamp)::date),
        ('kwartaal', date_trunc('quarter', dag::timestamp)::date),
        (
            'halfjaar',
            (date_trunc('year', dag::timestamp)
                + CASE WHEN extract(MONTH FROM dag) > 6 THEN interval '6 months' ELSE interval '0' END)::date
        ),
        ('jaar', date_trunc('year', dag::timestamp)::date)
    ) AS p (periodesoort, periode)
$$;

-- How many months a period of this kind takes.
CREATE FUNCTION mart.periodelengte(periodesoort text) RETURNS interval
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE periodesoort
        WHEN 'maand' THEN interval '1 month'
        WHEN 'kwartaal' THEN interval '3 months'
        WHEN 'halfjaar' THEN interval '6 months'
        WHEN 'jaar' THEN interval '12 months'
    END
$$;

-- One dimension at a time.
CREATE FUNCTION mart.dimensies(
    zorgcategorie text, hulpvorm text, leeftijd text, geslacht text, verwijzer text, aanbiederklasse text
)
RETURNS TABLE (dimensie text, waarde text)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT *
    FROM (
        VALUES
        ('totaal', 'totaal'),
        ('zorgcategorie', zorgcategorie),
        ('hulpvorm', hulpvorm),
        ('leeftijd', leeftijd),
        ('geslacht', geslacht),
        ('verwijzer', verwijzer),
        ('aanbiederklasse', aanbiederklasse)
    ) AS d (dimensie, waarde)
$$;

CREATE TABLE mart.gebied (
    gemeente_code core.gemeente_code NOT NULL,
    gebiedsoort text NOT NULL CHECK (gebiedsoort IN ('gemeente', 'regio', 'land')),
    gebied_code text NOT NULL,
    gebied_naam text NOT NULL,
    PRIMARY KEY (gemeente_code, gebiedsoort)
);

CREATE TABLE mart.jeugdige (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    geboortedatum date NOT NULL,
    geslacht text CHECK (geslacht IN ('1', '2')),
    PRIMARY KEY (client_pseudoniem, gemeente_code)
);

-- Counted anew below, from other columns.
DROP VIEW IF EXISTS publish.gebruik_v1;
DROP VIEW IF EXISTS publish.gebruik_totaal_v1;
DROP TABLE mart.gebruik_maand;
DROP TABLE mart.gebruik_totaal_maand;
DROP TABLE mart.jeugdige_maand;

-- The lines of a youth in a month, added up per kind of care.
CREATE TABLE mart.jeugdige_maand (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    hulpvorm text NOT NULL,
    verwijzer text NOT NULL,
    aanbiederklasse text NOT NULL,
    eenheid text NOT NULL,
    leeftijd text NOT NULL,
    geslacht text NOT NULL,
    regels integer NOT NULL CHECK (regels > 0),
    gedeclareerd_cent bigint NOT NULL,
    afgewezen_cent bigint NOT NULL,
    aangehouden_cent bigint NOT NULL,
    gepubliceerd_cent bigint NOT NULL,
    gepubliceerd_volume bigint NOT NULL,
    CONSTRAINT gedeclareerd_sluit CHECK (
        gedeclareerd_cent = afgewezen_cent + aangehouden_cent + gepubliceerd_cent
    )
);
CREATE INDEX jeugdige_maand_client ON mart.jeugdige_maand (client_pseudoniem);

-- In which months a youth was in care, per kind of care; each range is a stretch of whole months.
CREATE TABLE mart.jeugdige_zorg (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    zorgcategorie text NOT NULL,
    hulpvorm text NOT NULL,
    verwijzer text NOT NULL,
    aanbiederklasse text NOT NULL,
    maanden datemultirange NOT NULL
);
CREATE INDEX jeugdige_zorg_client ON mart.jeugdige_zorg (client_pseudoniem);

-- What it cost in a year, per kind of care.
CREATE TABLE mart.jeugdige_jaar (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    jaar date NOT NULL,
    zorgcategorie text NOT NULL,
    hulpvorm text NOT NULL,
    leeftijd text NOT NULL,
    geslacht text NOT NULL,
    verwijzer text NOT NULL,
    aanbiederklasse text NOT NULL,
    gepubliceerd_cent bigint NOT NULL
);
CREATE INDEX jeugdige_jaar_client ON mart.jeugdige_jaar (client_pseudoniem);
CREATE INDEX jeugdige_jaar_gemeente ON mart.jeugdige_jaar (gemeente_code);

-- What begins and has yet to end: trajectories and waits.
CREATE TABLE mart.looptijd (
    client_pseudoniem core.pseudoniem NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    soort text NOT NULL CHECK (
        soort IN ('traject', 'verzoek tot toewijzing', 'toewijzing tot start', 'verzoek tot start')
    ),
    bron text NOT NULL,
    zorgcategorie text NOT NULL,
    hulpvorm text NOT NULL,
    leeftijd text NOT NULL,
    geslacht text NOT NULL,
    verwijzer text NOT NULL,
    aanbiederklasse text NOT NULL,
    van date NOT NULL,
    tot date,
    uiterlijk date NOT NULL,
    is_voortijdig boolean
);
CREATE INDEX looptijd_client ON mart.looptijd (client_pseudoniem);
CREATE INDEX looptijd_gemeente ON mart.looptijd (gemeente_code);
COMMENT ON COLUMN mart.looptijd.bron IS
'Waar het over gaat: hulpvorm en begindatum, toewijzingsnummer, of aanbieder en referentie van het verzoek.';
COMMENT ON COLUMN mart.looptijd.uiterlijk IS
'Wanneer het zonder einde uit beeld is; infinity: zo lang de stand reikt.';

-- From here on sums: a part of what is touched is subtracted and added again.
CREATE TABLE mart.gebruik (
    gebiedsoort text NOT NULL,
    gebied_code text NOT NULL,
    periodesoort text NOT NULL,
    periode date NOT NULL,
    dimensie text NOT NULL,
    waarde text NOT NULL,
    jeugdigen bigint NOT NULL,
    instroom bigint NOT NULL,
    doorstroom bigint NOT NULL,
    uitstroom bigint NOT NULL,
    PRIMARY KEY (gebied_code, periodesoort, periode, dimensie, waarde, gebiedsoort)
);

-- The first and the last period in which an area knows of care.
CREATE VIEW mart.bekend AS
SELECT
    gebiedsoort,
    gebied_code,
    periodesoort,
    min(periode) AS eerste,
    max(periode) AS laatste
FROM mart.gebruik
WHERE dimensie = 'totaal'
GROUP BY 1, 2, 3;

CREATE TABLE mart.kosten (
    gebiedsoort text NOT NULL,
    gebied_code text NOT NULL,
    periodesoort text NOT NULL,
    periode date NOT NULL,
    dimensie text NOT NULL,
    waarde text NOT NULL,
    regels bigint NOT NULL,
    gedeclareerd_cent bigint NOT NULL,
    afgewezen_cent bigint NOT NULL,
    aangehouden_cent bigint NOT NULL,
    gepubliceerd_cent bigint NOT NULL,
    PRIMARY KEY (gebied_code, periodesoort, periode, dimensie, waarde, gebiedsoort)
);

CREATE TABLE mart.volume (
    gebiedsoort text NOT NULL,
    gebied_code text NOT NULL,
    periodesoort text NOT NULL,
    periode date NOT NULL,
    dimensie text NOT NULL,
    waarde text NOT NULL,
    eenheid text NOT NULL,
    regels bigint NOT NULL,
    volume bigint NOT NULL,
    zorgmaanden bigint NOT NULL,
    gepubliceerd_cent bigint NOT NULL,
    PRIMARY KEY (gebied_code, periodesoort, periode, dimensie, waarde, eenheid, gebiedsoort)
);
COMMENT ON COLUMN mart.volume.volume IS
'In de teller van mapping.eenheid: minuten bij uur, eurocenten bij euro.';

CREATE TABLE mart.trajecten (
    gebiedsoort text NOT NULL,
    gebied_code text NOT NULL,
    periodesoort text NOT NULL,
    periode date NOT NULL,
    dimensie text NOT NULL,
    waarde text NOT NULL,
    aantal bigint NOT NULL,
    begonnen bigint NOT NULL,
    beeindigd bigint NOT NULL,
    met_reden bigint NOT NULL,
    voortijdig bigint NOT NULL,
    PRIMARY KEY (gebied_code, periodesoort, periode, dimensie, waarde, gebiedsoort)
);
COMMENT ON COLUMN mart.trajecten.aantal IS 'Begonnen en beëindigd samen: nul is een rij die weg kan.';

CREATE TABLE mart.telling_hulpvorm (
    gemeente_code core.gemeente_code NOT NULL,
    jaar integer NOT NULL,
    halfjaar integer NOT NULL CHECK (halfjaar IN (1, 2)),
    hulpvorm text NOT NULL,
    jeugdigen bigint NOT NULL,
    PRIMARY KEY (gemeente_code, jaar, halfjaar, hulpvorm)
);

CREATE TABLE mart.verwijzing (
    gebiedsoort text NOT NULL,
    gebied_code text NOT NULL,
    periodesoort text NOT NULL,
    periode date NOT NULL,
    verwijzer text NOT NULL,
    naar text NOT NULL CHECK (naar IN ('zorgcategorie', 'hulpvorm', 'aanbiederklasse')),
    waarde text NOT NULL,
    aantal bigint NOT NULL,
    PRIMARY KEY (gebied_code, periodesoort, periode, verwijzer, naar, waarde, gebiedsoort)
);

CREATE TABLE mart.herhaald_beroep (
    gebiedsoort text NOT NULL,
    gebied_code text NOT NULL,
    periodesoort text NOT NULL,
    periode date NOT NULL,
    dimensie text NOT NULL,
    waarde text NOT NULL,
    afgesloten bigint NOT NULL,
    herhaald bigint NOT NULL,
    PRIMARY KEY (gebied_code, periodesoort, periode, dimensie, waarde, gebiedsoort)
);

CREATE TABLE mart.zorgpad (
    gebiedsoort text NOT NULL,
    gebied_code text NOT NULL,
    periodesoort text NOT NULL,
    periode date NOT NULL,
    zorgpad text NOT NULL,
    jeugdigen bigint NOT NULL,
    PRIMARY KEY (gebied_code, periodesoort, periode, zorgpad, gebiedsoort)
);

-- How long things last, by when they began. Kaplan-Meier: what is open has lasted until the moment of
-- mart.stand, or until it went out of sight, and is not over. The product of chances is a sum of logs.
CREATE VIEW mart.doorlooptijd AS
WITH waarneming AS (
    SELECT
        g.gebiedsoort,
        g.gebied_code,
        l.soort,
        p.periodesoort,
        p.periode,
        d.dimensie,
        d.waarde,
        l.tot IS NOT NULL AS is_afgelopen,
        l.tot IS NULL AND l.van <= s.vandaag AND (l.soort = 'traject' OR s.vandaag < l.uiterlijk) AS is_open,
        greatest(coalesce(l.tot, least(l.uiterlijk, s.vandaag)) - l.van, 0)
        + (l.soort = 'traject')::integer AS dagen
    FROM mart.looptijd AS l
    CROSS JOIN (SELECT (as_of AT TIME ZONE 'UTC')::date AS vandaag FROM mart.stand) AS s
    INNER JOIN mart.gebied AS g USING (gemeente_code)
    CROSS JOIN LATERAL mart.perioden(l.van) AS p
    CROSS JOIN LATERAL mart.dimensies(
        l.zorgcategorie, l.hulpvorm, l.leeftijd, l.geslacht, l.verwijzer, l.aanbiederklasse
    ) AS d
),

dag AS (
    SELECT
        gebiedsoort,
        gebied_code,
        soort,
        periodesoort,
        periode,
        dimensie,
        waarde,
        dagen,
        count(*) AS aantal,
        count(*) FILTER (WHERE is_afgelopen) AS afgelopen,
        count(*) FILTER (WHERE is_open) AS open,
        sum(count(*)) OVER (
            PARTITION BY gebiedsoort, gebied_code, soort, periodesoort, periode, dimensie, waarde
            ORDER BY dagen DESC
        ) AS bezig
    FROM waarneming
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
),

kans AS (
    SELECT
        *,
        CASE
            WHEN bool_or(afgelopen = bezig) OVER verloop THEN 0
            ELSE
                exp(
                    sum(ln(CASE WHEN afgelopen < bezig THEN 1 - afgelopen / bezig ELSE 1 END)::float8)
                        OVER verloop
                )
        END AS overleving
    FROM dag
    WINDOW
        verloop AS (
            PARTITION BY gebiedsoort, gebied_code, soort, periodesoort, periode, dimensie, waarde
            ORDER BY dagen
        )
)

SELECT
    gebiedsoort,
    gebied_code,
    soort,
    periodesoort,
    periode,
    dimensie,
    waarde,
    sum(aantal)::bigint AS aantal,
    sum(afgelopen)::bigint AS afgelopen,
    sum(open)::bigint AS open,
    round(sum(afgelopen * dagen) / nullif(sum(afgelopen), 0), 1) AS gemiddelde_dagen,
    round(sum(erbij)::numeric, 1) AS verwachte_dagen,
    min(dagen) FILTER (WHERE overleving <= 0.5 + 1e-9) AS mediaan_dagen
FROM (
    SELECT
        *,
        (dagen - lag(dagen, 1, 0) OVER verloop) * lag(overleving, 1, 1::float8) OVER verloop AS erbij
    FROM kans
    WINDOW
        verloop AS (
            PARTITION BY gebiedsoort, gebied_code, soort, periodesoort, periode, dimensie, waarde
            ORDER BY dagen
        )
) AS stap
GROUP BY 1, 2, 3, 4, 5, 6, 7;

-- Which part of the costs of a year went to the costliest youths.
CREATE VIEW mart.concentratie AS
WITH jeugdige AS (
    SELECT
        j.client_pseudoniem,
        j.gemeente_code,
        g.gebiedsoort,
        g.gebied_code,
        j.jaar,
        d.dimensie,
        d.waarde,
        sum(j.gepubliceerd_cent) AS cent
    FROM mart.jeugdige_jaar AS j
    INNER JOIN mart.gebied AS g USING (gemeente_code)
    CROSS JOIN
        LATERAL mart.dimensies(
            j.zorgcategorie, j.hulpvorm, j.leeftijd, j.geslacht, j.verwijzer, j.aanbiederklasse
        ) AS d
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    HAVING sum(j.gepubliceerd_cent) > 0
),

gerangschikt AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY gebiedsoort, gebied_code, jaar, dimensie, waarde ORDER BY cent DESC)
            AS rang,
        count(*) OVER (PARTITION BY gebiedsoort, gebied_code, jaar, dimensie, waarde) AS jeugdigen
    FROM jeugdige
)

SELECT
    gebiedsoort,
    gebied_code,
    jaar,
    dimensie,
    waarde,
    jeugdigen,
    sum(cent)::bigint AS kosten_cent,
    (sum(cent) FILTER (WHERE rang <= ceil(jeugdigen * 0.05)))::bigint AS duurste_5_cent,
    (sum(cent) FILTER (WHERE rang <= ceil(jeugdigen * 0.10)))::bigint AS duurste_10_cent,
    (sum(cent) FILTER (WHERE rang <= ceil(jeugdigen * 0.20)))::bigint AS duurste_20_cent
FROM gerangschikt
GROUP BY 1, 2, 3, 4, 5, 6;

-- What a value is called.
CREATE FUNCTION mart.naam_van(dimensie text, waarde text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(
        (
            SELECT z.naam
            FROM mapping.zorgcategorie AS z
            WHERE dimensie = 'zorgcategorie' AND z.zorgcategorie = waarde
        ),
        (
            SELECT c.betekenis
            FROM mapping.codelijst AS c
            WHERE
                c.lijst = CASE dimensie
                    WHEN 'hulpvorm' THEN 'BIJ_hulpvorm' WHEN 'geslacht' THEN 'COD046' WHEN 'verwijzer' THEN 'COD327'
                END
                AND c.code = waarde
            ORDER BY c.geldig_vanaf DESC
            LIMIT 1
        ),
        waarde
    )
$$;

-- A count of a wider area is shown to one of its municipalities only if the others count for ten or more.
CREATE FUNCTION mart.toonbaar(aantal bigint, eigen bigint, gebiedsoort text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN gebiedsoort = 'gemeente' OR aantal - coalesce(eigen, 0) >= 10 THEN aantal END
$$;

-- A part of a whole that may be shown: what is left of the whole counts for ten or more as well.
CREATE FUNCTION mart.toonbaar_deel(
    deel bigint, geheel bigint, eigen_deel bigint, eigen_geheel bigint, gebiedsoort text
) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN mart.toonbaar(geheel - deel, eigen_geheel - eigen_deel, gebiedsoort) IS NOT NULL
            THEN mart.toonbaar(deel, eigen_deel, gebiedsoort)
    END
$$;
