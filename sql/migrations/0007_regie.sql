-- Working days, and what the messages about care amount to: for the rules on requests, starts and stops and
-- for the clocks of the standard.

-- Public holidays come as data (mappings/feestdagen); the calendar follows from them when they are loaded.
CREATE TABLE mapping.feestdag (
    dag date PRIMARY KEY,
    naam text NOT NULL,
    bron text NOT NULL
);

CREATE TABLE mapping.werkdag (
    dag date PRIMARY KEY,
    is_werkdag boolean NOT NULL,
    nummer integer NOT NULL
);
CREATE UNIQUE INDEX werkdag_nummer ON mapping.werkdag (nummer) INCLUDE (dag) WHERE is_werkdag;
COMMENT ON TABLE mapping.werkdag IS 'Elke dag van de jaren waarvan de feestdagen bekend zijn.';
COMMENT ON COLUMN mapping.werkdag.nummer IS
'Aantal werkdagen sinds het begin van de kalender, deze dag meegeteld.';

-- The day in the Netherlands on which a moment falls.
CREATE FUNCTION quality.dag(moment timestamptz) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (moment AT TIME ZONE 'Europe/Amsterdam')::date
$$;

-- The last day of a term of that many working days after a day, which itself does not count. NULL outside
-- the calendar, so that nothing is called late there.
CREATE FUNCTION quality.werkdagen_na(van date, aantal integer) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT w.dag
    FROM mapping.werkdag AS v
    INNER JOIN mapping.werkdag AS w ON w.nummer = v.nummer + aantal AND w.is_werkdag
    WHERE v.dag = van
$$;

-- Starts and stops as one thing: each with the date of its message and two keys. sleutel is what a start and
-- its stop have in common (iJw IV096: without an allocation product and Begindatum); melding_sleutel is what
-- a removal (StatusAanlevering 3) repeats, of a stop also its reason and last day.
CREATE VIEW core.regiemelding AS
SELECT
    *,
    concat_ws('/', soort, sleutel, reden_beeindiging, einddatum::text) AS melding_sleutel
FROM (
    SELECT
        m.*,
        b.dagtekening,
        concat_ws(
            '/', m.gemeente_code, m.aanbieder_agb_code, coalesce(m.toewijzing_nummer::text, '-'),
            coalesce(m.product_categorie, '-'), coalesce(m.product_code, '-'), m.begindatum::text
        ) AS sleutel
    FROM (
        SELECT
            bericht_id,
            regelnummer,
            bekend_vanaf,
            'start' AS soort,
            gemeente_code,
            aanbieder_agb_code,
            client_pseudoniem,
            toewijzing_nummer,
            product_categorie,
            product_code,
            begindatum,
            NULL::text AS reden_beeindiging,
            NULL::date AS einddatum,
            status_aanlevering
        FROM core.start
        UNION ALL
        SELECT
            bericht_id,
            regelnummer,
            bekend_vanaf,
            'stop',
            gemeente_code,
            aanbieder_agb_code,
            client_pseudoniem,
            toewijzing_nummer,
            product_categorie,
            product_code,
            begindatum,
            reden_beeindiging,
            einddatum,
            status_aanlevering
        FROM core.stop
    ) AS m
    INNER JOIN landing.bericht AS b USING (bericht_id)
) AS melding;
COMMENT ON VIEW core.regiemelding IS
'Elke start en stop, met de dagtekening van het bericht en sleutels om ze te koppelen.';
CREATE INDEX start_client ON core.start (client_pseudoniem);
CREATE INDEX stop_client ON core.stop (client_pseudoniem);
CREATE INDEX start_verwijdering ON core.start (client_pseudoniem) WHERE status_aanlevering = '3';
CREATE INDEX stop_verwijdering ON core.stop (client_pseudoniem) WHERE status_aanlevering = '3';

-- The products of a JW317 as one thing.
CREATE VIEW core.wijzigingsproduct AS
SELECT
    p.*,
    b.dagtekening
FROM (
    SELECT
        bericht_id,
        regelnummer,
        bekend_vanaf,
        'ongewijzigd' AS soort,
        gemeente_code,
        aanbieder_agb_code,
        client_pseudoniem,
        toewijzing_nummer,
        NULL::text AS product_categorie,
        NULL::text AS product_code,
        NULL::date AS gewenste_ingangsdatum,
        NULL::date AS einddatum,
        NULL::integer AS volume,
        NULL::text AS eenheid,
        NULL::text AS frequentie,
        NULL::bigint AS budget_cent
    FROM core.ongewijzigd_product
    UNION ALL
    SELECT
        bericht_id,
        regelnummer,
        bekend_vanaf,
        'te wijzigen',
        gemeente_code,
        aanbieder_agb_code,
        client_pseudoniem,
        toewijzing_nummer,
        NULL,
        NULL,
        gewenste_ingangsdatum,
        einddatum,
        volume,
        eenheid,
        frequentie,
        budget_cent
    FROM core.te_wijzigen_product
    UNION ALL
    SELECT
        bericht_id,
        regelnummer,
        bekend_vanaf,
        'nieuw',
        gemeente_code,
        aanbieder_agb_code,
        client_pseudoniem,
        NULL,
        product_categorie,
        product_code,
        gewenste_ingangsdatum,
        einddatum,
        volume,
        eenheid,
        frequentie,
        budget_cent
    FROM core.nieuw_product
) AS p
INNER JOIN landing.bericht AS b USING (bericht_id);
COMMENT ON VIEW core.wijzigingsproduct IS
'Elk product van een JW317, met de dagtekening; soort is ongewijzigd, te wijzigen of nieuw.';
CREATE INDEX ongewijzigd_client ON core.ongewijzigd_product (client_pseudoniem);
CREATE INDEX te_wijzigen_client ON core.te_wijzigen_product (client_pseudoniem);
CREATE INDEX nieuw_client ON core.nieuw_product (client_pseudoniem);

-- Every product that someone names, with the day on which its code must mean something. A start or stop on
-- an allocation repeats the product of that allocation and is left out.
CREATE VIEW core.genoemd_product AS
SELECT
    'toewijzing' AS soort,
    bericht_id,
    regelnummer,
    bekend_vanaf,
    gemeente_code,
    toewijzing_nummer,
    product_categorie,
    product_code,
    ingangsdatum AS peildatum
FROM core.toewijzing
UNION ALL
SELECT
    'verzoek',
    bericht_id,
    regelnummer,
    bekend_vanaf,
    gemeente_code,
    NULL,
    product_categorie,
    product_code,
    toewijzing_ingangsdatum
FROM core.verzoek
UNION ALL
SELECT
    'nieuw product',
    bericht_id,
    regelnummer,
    bekend_vanaf,
    gemeente_code,
    NULL,
    product_categorie,
    product_code,
    gewenste_ingangsdatum
FROM core.nieuw_product
UNION ALL
SELECT
    'start',
    bericht_id,
    regelnummer,
    bekend_vanaf,
    gemeente_code,
    NULL,
    product_categorie,
    product_code,
    begindatum
FROM core.start
WHERE toewijzing_nummer IS NULL
UNION ALL
SELECT
    'stop',
    bericht_id,
    regelnummer,
    bekend_vanaf,
    gemeente_code,
    NULL,
    product_categorie,
    product_code,
    begindatum
FROM core.stop
WHERE toewijzing_nummer IS NULL
UNION ALL
SELECT
    'prestatie',
    bericht_id,
    regelnummer,
    bekend_vanaf,
    gemeente_code,
    toewijzing_nummer,
    product_categorie,
    product_code,
    begindatum
FROM core.prestatie;

-- In which books a code stands (TR381).
CREATE INDEX koppeling_code ON mapping.koppeling (product_code, eigenaar);
CREATE FUNCTION quality.regio_van(gemeente_code text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT min(g.regio_code) FROM mapping.gemeente AS g WHERE g.gemeente_code = $1
$$;

-- What is known since the last run over the rules, as in 0007_regels.sql.
CREATE TABLE quality.stand_afgekeurd_bericht (bericht_id bigint PRIMARY KEY);
COMMENT ON TABLE quality.stand_afgekeurd_bericht IS
'Berichten die de ontvanger in een retourbericht afkeurde; die gelden als niet verzonden (OP286).';

CREATE TABLE quality.stand_regiemelding (
    soort text NOT NULL,
    bericht_id bigint NOT NULL,
    regelnummer integer NOT NULL,
    gemeente_code text NOT NULL,
    aanbieder_agb_code text NOT NULL,
    client_pseudoniem text NOT NULL,
    toewijzing_nummer integer,
    product_categorie text,
    product_code text,
    begindatum date NOT NULL,
    reden_beeindiging text,
    einddatum date,
    dagtekening date NOT NULL,
    sleutel text NOT NULL,
    melding_sleutel text NOT NULL,
    is_afgekeurd boolean NOT NULL,
    verwijderd_op date,
    is_geldig boolean NOT NULL GENERATED ALWAYS AS (NOT is_afgekeurd AND verwijderd_op IS NULL) STORED,
    PRIMARY KEY (bericht_id, regelnummer)
);
CREATE INDEX stand_regiemelding_client ON quality.stand_regiemelding (client_pseudoniem);
COMMENT ON TABLE quality.stand_regiemelding IS
'Elke gemelde start en stop, met wat ervan werd: afgekeurd, ingetrokken of geldig.';

-- Starts and stops with what became of them: rejected by a return, or taken back. A removal takes back all
-- that was sent before it under the same key (iJw OP033). On one day the removal comes last, unless what it
-- removes was sent on an earlier day: then what is sent that day replaces it (IV008). The order of arrival
-- means nothing (OP080).
CREATE FUNCTION quality.verwijderd_op(
    client_pseudoniem text, melding_sleutel text, dagtekening date, as_of timestamptz
) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT min(w.dagtekening)
    FROM core.regiemelding AS w
    WHERE
        w.client_pseudoniem = $1
        AND w.melding_sleutel = $2
        AND w.status_aanlevering = '3'
        AND w.bekend_vanaf <= $4
        AND w.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
        AND (w.dagtekening > $3 OR (w.dagtekening = $3 AND NOT EXISTS (
            SELECT
            FROM core.regiemelding AS e
            WHERE
                e.client_pseudoniem = $1
                AND e.melding_sleutel = $2
                AND e.status_aanlevering <> '3'
                AND e.bekend_vanaf <= $4
                AND e.dagtekening < $3
        )))
$$;

-- The products of a JW317 with the allocation as the provider could know it: the version decided on last
-- (iJw IV013) of those sent until the date of the request. van, tot, categorie and code are what is asked
-- for together.
CREATE FUNCTION quality.wijzigingsproduct_op(as_of timestamptz)
RETURNS TABLE (
    bericht_id bigint,
    regelnummer integer,
    soort text,
    gemeente_code text,
    dagtekening date,
    gewenste_ingangsdatum date,
    einddatum date,
    volume integer,
    frequentie text,
    budget_cent bigint,
    is_toegewezen boolean,
    toegewezen_van date,
    toegewezen_tot date,
    toegewezen_categorie text,
    toegewezen_code text,
    toegewezen_volume integer,
    toegewezen_frequentie text,
    toegewezen_budget_cent bigint,
    categorie text,
    code text,
    van date,
    tot date
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        p.bericht_id, p.regelnummer, p.soort, p.gemeente_code, p.dagtekening, p.gewenste_ingangsdatum,
        p.einddatum, p.volume, p.frequentie, p.budget_cent,
        t.bericht_id IS NOT NULL AND t.reden_wijziging IS DISTINCT FROM '13',
        t.ingangsdatum, t.einddatum, t.product_categorie, t.product_code, t.volume, t.frequentie,
        t.budget_cent,
        coalesce(p.product_categorie, t.product_categorie),
        coalesce(p.product_code, t.product_code),
        coalesce(p.gewenste_ingangsdatum, t.ingangsdatum),
        CASE p.soort WHEN 'ongewijzigd' THEN t.einddatum ELSE p.einddatum END
    FROM core.wijzigingsproduct AS p
    LEFT JOIN LATERAL (
        SELECT v.*
        FROM core.toewijzing AS v
        INNER JOIN landing.bericht AS b USING (bericht_id)
        WHERE
            v.gemeente_code = p.gemeente_code
            AND v.toewijzing_nummer = p.toewijzing_nummer
            AND v.aanbieder_agb_code = p.aanbieder_agb_code
            AND v.client_pseudoniem = p.client_pseudoniem
            AND v.bekend_vanaf <= as_of
            AND b.dagtekening <= p.dagtekening
        ORDER BY v.toewijzingsdatum DESC, v.toewijzingstijd DESC, b.dagtekening DESC, v.bericht_id DESC
        LIMIT 1
    ) AS t ON TRUE
    WHERE p.bekend_vanaf <= as_of AND p.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
$$;

-- Requests that were not rejected by a return, with the date of their message and the day they were
-- answered: first in any way, and at last by an allocation or a refusal.
CREATE FUNCTION quality.verzoek_op(as_of timestamptz)
RETURNS TABLE (
    bericht_id bigint,
    regelnummer integer,
    berichttype text,
    gemeente_code text,
    aanbieder_agb_code text,
    client_pseudoniem text,
    referentie_aanbieder text,
    ontvangen_op date,
    dagtekening date,
    beantwoord_op date,
    besloten_op date,
    is_woonplaats boolean
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        v.bericht_id, v.regelnummer, v.berichttype, v.gemeente_code, v.aanbieder_agb_code,
        v.client_pseudoniem, v.referentie_aanbieder,
        quality.dag(v.bekend_vanaf),
        b.dagtekening,
        a.beantwoord_op,
        a.besloten_op,
        coalesce(a.is_woonplaats, FALSE)
    FROM core.ingediend_verzoek AS v
    INNER JOIN landing.bericht AS b USING (bericht_id)
    LEFT JOIN (
        SELECT
            gemeente_code,
            aanbieder_agb_code,
            referentie_aanbieder,
            min(dagtekening) AS beantwoord_op,
            min(dagtekening) FILTER (WHERE is_besluit) AS besloten_op,
            bool_or(is_woonplaats) AS is_woonplaats
        FROM (
            SELECT
                x.gemeente_code,
                x.aanbieder_agb_code,
                x.referentie_aanbieder,
                xb.dagtekening,
                x.verzoek_antwoord = '1' AS is_besluit,
                x.verzoek_antwoord = '1' AND x.reden_afwijzing_verzoek IN ('5', '8') AS is_woonplaats
            FROM core.verzoek_antwoord AS x
            INNER JOIN landing.bericht AS xb USING (bericht_id)
            WHERE x.bekend_vanaf <= as_of
                AND x.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
            UNION ALL
            SELECT
                t.gemeente_code,
                t.aanbieder_agb_code,
                t.referentie_aanbieder,
                tb.dagtekening,
                TRUE,
                FALSE
            FROM core.toewijzing AS t
            INNER JOIN landing.bericht AS tb USING (bericht_id)
            WHERE t.referentie_aanbieder IS NOT NULL AND t.bekend_vanaf <= as_of
                AND t.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
        ) AS antwoord
        GROUP BY gemeente_code, aanbieder_agb_code, referentie_aanbieder
    ) AS a USING (gemeente_code, aanbieder_agb_code, referentie_aanbieder)
    WHERE v.bekend_vanaf <= as_of AND v.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
$$;

-- The last day on which a start or stop is told in time: five working days after the day itself, or after the
-- first version of the allocation when that was sent later.
CREATE FUNCTION quality.meldtermijn(
    melding quality.stand_regiemelding, vanaf date, as_of timestamptz
) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 AS $$
    SELECT quality.werkdagen_na(greatest($2, min(b.dagtekening)), 5)
    FROM core.toewijzing AS t
    INNER JOIN landing.bericht AS b USING (bericht_id)
    WHERE
        t.gemeente_code = $1.gemeente_code
        AND t.toewijzing_nummer = $1.toewijzing_nummer
        AND t.bekend_vanaf <= $3
$$;

-- When a start or stop was told at first: what replaces a message that was rejected, or taken back on the
-- same day, counts from that one.
CREATE FUNCTION quality.eerst_gemeld(melding quality.stand_regiemelding) RETURNS date
LANGUAGE sql STABLE PARALLEL SAFE COST 1000 AS $$
    SELECT least($1.dagtekening, min(e.dagtekening))
    FROM quality.stand_regiemelding AS e
    WHERE
        e.client_pseudoniem = $1.client_pseudoniem
        AND e.gemeente_code = $1.gemeente_code
        AND e.aanbieder_agb_code = $1.aanbieder_agb_code
        AND e.soort = $1.soort
        AND e.toewijzing_nummer IS NOT DISTINCT FROM $1.toewijzing_nummer
        AND (e.sleutel = $1.sleutel OR e.verwijderd_op = $1.dagtekening)
        AND NOT e.is_geldig
$$;

-- Whether a message has no technical return while returns are the habit between sender and receiver: in the
-- ninety days before, or after until the last message with a return, more than half of at least two others
-- had one.
CREATE FUNCTION quality.mist_retour(
    bericht_id bigint, gemeente_code text, aanbieder_agb_code text, as_of timestamptz
) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE COST 10000 AS $$
    WITH retour AS MATERIALIZED (
        SELECT
            r.beantwoord_berichtcode,
            r.beantwoord_identificatie,
            r.beantwoord_dagtekening
        FROM core.retourbericht AS r
        WHERE r.gemeente_code = $2 AND r.aanbieder_agb_code = $3 AND r.bekend_vanaf <= $4
    ),

    ander AS MATERIALIZED (
        SELECT
            v.bericht_id,
            v.bekend_vanaf,
            v.bekend_vanaf <= b.bekend_vanaf AS is_ervoor,
            (v.berichtcode, v.identificatie, v.dagtekening) IN (SELECT * FROM retour) AS heeft_retour
        FROM core.verwerkt_bericht AS b
        INNER JOIN core.verwerkt_bericht AS v USING (afzender, ontvanger)
        WHERE
            EXISTS (SELECT FROM retour)
            AND b.bericht_id = $1
            AND v.berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319')
            AND v.bekend_vanaf <= $4
            AND v.bekend_vanaf BETWEEN b.bekend_vanaf - interval '90 days' AND b.bekend_vanaf + interval '90 days'
    )

    SELECT EXISTS (
        SELECT
        FROM ander AS a
        WHERE a.bericht_id <> $1
            AND NOT (SELECT z.heeft_retour FROM ander AS z WHERE z.bericht_id = $1)
            AND (a.is_ervoor OR a.bekend_vanaf <= (
                SELECT max(z.bekend_vanaf) FROM ander AS z WHERE z.heeft_retour
            ))
        GROUP BY a.is_ervoor
        HAVING count(*) >= 2 AND 2 * count(*) FILTER (WHERE a.heeft_retour) > count(*)
    )
$$;
