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
'weigeren: het bericht komt niet in core; aanhouden: het bedrag telt niet mee in wat gepubliceerd wordt';
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
    reden text,
    PRIMARY KEY (run_id, regel_id),
    CONSTRAINT niet_uitvoerbaar_heeft_fout CHECK ((status = 'niet uitvoerbaar') = (fout_klasse IS NOT NULL)),
    CONSTRAINT overgeslagen_heeft_reden CHECK ((status = 'overgeslagen') = (reden IS NOT NULL)),
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
CREATE UNIQUE INDEX bevinding_is_open
ON quality.bevinding (regel_id, bericht_id, regelnummer) NULLS NOT DISTINCT WHERE opgelost_op IS NULL;
CREATE INDEX bevinding_bericht ON quality.bevinding (bericht_id, regelnummer) WHERE opgelost_op IS NULL;
COMMENT ON TABLE quality.bevinding IS
'Eén regel op één bericht(regel), open zolang opgelost_op leeg is. Zonder BSN, naam of vrije tekst.';

-- What the rules have in common. Each function gives the state known at one moment; none reads the clock.

-- Signed cents: a credit is negative.
CREATE FUNCTION quality.saldo(cent bigint, debet_credit text) RETURNS bigint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE debet_credit WHEN 'D' THEN cent ELSE -cent END
$$;

-- All versions of a number make one allocation. The version decided on last stands, not the one that arrived
-- last (iJw IV013: by Toewijzingsdatum and Toewijzingstijd; OP080: the order of arrival means nothing).
CREATE FUNCTION quality.toewijzing_op(as_of timestamptz) RETURNS SETOF core.toewijzing
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT ON (gemeente_code, toewijzing_nummer) *
    FROM core.toewijzing
    WHERE bekend_vanaf <= as_of
    ORDER BY
        gemeente_code, toewijzing_nummer, toewijzingsdatum DESC, toewijzingstijd DESC,
        bekend_vanaf DESC, bericht_id DESC, regelnummer DESC
$$;

-- Without those that were removed: RedenWijziging 13 means that the allocation counts as never sent.
CREATE FUNCTION quality.geldige_toewijzing_op(as_of timestamptz) RETURNS SETOF core.toewijzing
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT * FROM quality.toewijzing_op(as_of) WHERE reden_wijziging IS DISTINCT FROM '13'
$$;

-- Each answer beside the declaration it answers. A refusal as a whole (iJw IV087): no DeclaratieAntwoord and
-- a return code that rejects, or nothing granted while no line is listed. 0200, 0233, 8001 reject nothing.
CREATE FUNCTION quality.antwoord_op(as_of timestamptz)
RETURNS TABLE (antwoord_bericht_id bigint, declaratie_bericht_id bigint, is_geheel_geweigerd boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        a.bericht_id,
        d.bericht_id,
        (
            a.declaratie_nummer IS NULL
            AND NOT (a.header_retour_codes || a.antwoord_retour_codes) <@ ARRAY['0200', '0233', '8001']
        ) OR (
            coalesce(a.totaal_toegekend_bedrag_cent = 0 AND a.totaal_ingediend_bedrag_cent <> 0, false)
            AND NOT EXISTS (SELECT FROM core.afgewezen_prestatie AS x WHERE x.bericht_id = a.bericht_id)
        )
    FROM core.declaratie_antwoord AS a
    INNER JOIN core.declaratie AS d
        ON
            a.aanbieder_agb_code = d.aanbieder_agb_code
            AND a.gemeente_code = d.gemeente_code
            AND a.declaratie_identificatie = d.identificatie
            AND a.declaratie_dagtekening = d.dagtekening
    WHERE a.bekend_vanaf <= as_of AND d.bekend_vanaf <= as_of
$$;

-- Declarations refused as a whole: they count as never sent, so what they used may be used again (iJw IV087).
CREATE FUNCTION quality.geweigerde_declaratie_op(as_of timestamptz) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT declaratie_bericht_id FROM quality.antwoord_op(as_of) WHERE is_geheel_geweigerd
$$;

-- Lines that the municipality rejected, one by one or with their whole declaration.
CREATE FUNCTION quality.afgewezen_regel_op(as_of timestamptz)
RETURNS TABLE (bericht_id bigint, regelnummer integer)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT p.bericht_id, p.regelnummer
    FROM quality.antwoord_op(as_of) AS a
    INNER JOIN core.afgewezen_prestatie AS x ON a.antwoord_bericht_id = x.bericht_id
    INNER JOIN core.prestatie AS p
        ON a.declaratie_bericht_id = p.bericht_id AND x.referentie_nummer = p.referentie_nummer
    UNION ALL
    SELECT p.bericht_id, p.regelnummer
    FROM core.prestatie AS p
    WHERE p.bericht_id IN (SELECT quality.geweigerde_declaratie_op(as_of))
$$;

-- Number of ISO weeks that a period touches.
CREATE FUNCTION quality.weken(van date, tot date) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (date_trunc('week', tot::timestamp)::date - date_trunc('week', van::timestamp)::date) / 7 + 1
$$;

-- How many times an allocated volume fits in a product period (iJw IV076): days, weeks, or once. Effort
-- counts every week it touches. Output (82, 83) counts Sundays; the broken last week of the allocation goes
-- with its last Sunday, and a period without a Sunday still has room for one.
CREATE FUNCTION quality.keren_in_periode(
    frequentie text, eenheid text, van date, tot date, toewijzing_einddatum date
) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN frequentie = '1' THEN tot - van + 1
        WHEN frequentie = '2' AND eenheid IN ('82', '83') THEN greatest(
            1,
            quality.weken(van, tot + 1) - 1 + coalesce(
                extract(ISODOW FROM toewijzing_einddatum) < 7
                AND date_trunc('week', toewijzing_einddatum::timestamp)::date - 1 BETWEEN van AND tot,
                false
            )::integer
        )
        WHEN frequentie = '2' THEN quality.weken(van, tot)
        ELSE 1
    END
$$;

-- Debit lines that no standing credit takes back.
CREATE FUNCTION quality.openstaande_debetregel_op(as_of timestamptz) RETURNS SETOF core.prestatie
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT d.*
    FROM core.prestatie AS d
    WHERE
        d.debet_credit = 'D'
        AND d.bekend_vanaf <= as_of
        AND NOT EXISTS (
            SELECT
            FROM core.prestatie AS c
            WHERE
                c.debet_credit = 'C'
                AND c.bekend_vanaf <= as_of
                AND c.gemeente_code = d.gemeente_code
                AND c.aanbieder_agb_code = d.aanbieder_agb_code
                AND c.vorig_referentie_nummer = d.referentie_nummer
                AND (c.bericht_id, c.regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(as_of))
        )
$$;

-- Debit lines whose money counts: not rejected, and not held back by a rule judged before.
CREATE FUNCTION quality.meetellende_debetregel_op(as_of timestamptz) RETURNS SETOF core.prestatie
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT d.*
    FROM core.prestatie AS d
    WHERE
        d.debet_credit = 'D'
        AND d.bekend_vanaf <= as_of
        AND (d.bericht_id, d.regelnummer) NOT IN (SELECT * FROM quality.afgewezen_regel_op(as_of))
        AND NOT EXISTS (
            SELECT
            FROM quality.bevinding AS b
            INNER JOIN quality.regel AS r USING (regel_id)
            WHERE
                r.gevolg = 'aanhouden'
                AND b.bericht_id = d.bericht_id
                AND coalesce(b.regelnummer, d.regelnummer) = d.regelnummer
                AND b.bekend_vanaf <= as_of
                AND (b.opgelost_op IS NULL OR b.opgelost_op > as_of)
        )
$$;
