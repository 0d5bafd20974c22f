-- Part regels: what the rules across messages need more.

-- What was refused or could not be read is known as received all the same (IV028, TR337).
CREATE INDEX bericht_niet_verwerkt ON landing.bericht (identificatie, dagtekening, berichttype)
WHERE status IN ('geweigerd', 'niet_ondersteund');

CREATE FUNCTION quality.ontvangen_als(
    afzender text, ontvanger text, berichtcode text, berichttype text, identificatie text, dagtekening date,
    as_of timestamptz
) RETURNS SETOF bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT b.bericht_id
    FROM landing.bericht AS b
    WHERE
        b.status = 'verwerkt'
        AND b.afzender = $1 AND b.ontvanger = $2 AND b.berichtcode = $3
        AND b.identificatie = $5 AND b.dagtekening = $6 AND b.ontvangen_op <= $7
    UNION ALL
    SELECT b.bericht_id
    FROM landing.bericht AS b
    WHERE
        b.status IN ('geweigerd', 'niet_ondersteund')
        AND b.afzender = $1 AND b.ontvanger = $2 AND b.berichttype = $4
        AND b.identificatie = $5 AND b.dagtekening = $6 AND b.ontvangen_op <= $7
$$;

-- Each technical return beside the message it answers, by that message's own identity. As the kind
-- retour of core.beantwoording, in a form that reaches the indexes from either side.
CREATE FUNCTION quality.retour_op(as_of timestamptz)
RETURNS TABLE (retour_bericht_id bigint, heen_bericht_id bigint, is_afgekeurd boolean)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT retour.bericht_id, heen.bericht_id, retour.is_afgekeurd
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
    WHERE retour.bekend_vanaf <= as_of AND heen.ontvangen_op <= as_of
$$;

-- As before, without the versions that the provider rejected.
CREATE OR REPLACE FUNCTION quality.toewijzing_op(as_of timestamptz) RETURNS SETOF core.toewijzing
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT DISTINCT ON (gemeente_code, toewijzing_nummer) *
    FROM core.toewijzing
    WHERE bekend_vanaf <= as_of AND bericht_id NOT IN (
        SELECT r.heen_bericht_id FROM quality.retour_op(as_of) AS r WHERE r.is_afgekeurd
    )
    ORDER BY
        gemeente_code, toewijzing_nummer, toewijzingsdatum DESC, toewijzingstijd DESC,
        bekend_vanaf DESC, bericht_id DESC, regelnummer DESC
$$;
COMMENT ON TABLE quality.stand_toewijzing IS
'De geldende versie van elke toewijzing, ook als die verwijderd is (reden_wijziging 13), zoals bekend bij de '
'laatste run over de regels. Wat de aanbieder in een retourbericht afkeurde, is niet verzonden en telt niet.';

-- As before; a version that was rejected could not be known as an allocation.
CREATE OR REPLACE FUNCTION quality.meldtermijn(
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
        AND t.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
$$;

-- Starts and stops that were told too late (TERMIJN-START, TERMIJN-STOP): dag is the first or last day of
-- care.
CREATE FUNCTION quality.late_melding_op(as_of timestamptz)
RETURNS TABLE (
    soort text,
    bericht_id bigint,
    regelnummer integer,
    gemeente_code text,
    client_pseudoniem text,
    sleutel text,
    reden_beeindiging text,
    dag date,
    uiterlijk date,
    gemeld_op date
)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT
        m.soort, m.bericht_id, m.regelnummer, m.gemeente_code, m.client_pseudoniem, m.sleutel,
        m.reden_beeindiging, coalesce(m.einddatum, m.begindatum),
        quality.meldtermijn(m, coalesce(m.einddatum, m.begindatum), as_of),
        quality.eerst_gemeld(m)
    FROM quality.stand_regiemelding AS m
    WHERE
        m.is_geldig
        AND m.dagtekening > coalesce(m.einddatum, m.begindatum) + 5
        AND quality.eerst_gemeld(m)
        > quality.meldtermijn(m, coalesce(m.einddatum, m.begindatum), as_of)
$$;

-- Messages from one party to another that miss a technical return while returns are the habit: in the
-- ninety days before, or after until the last message with a return, more than half of at least two others
-- had one. Of those that went the same way; where these are fewer than two and the receiver ever sent this
-- sender a return, of both ways.
CREATE INDEX bericht_met_retour ON landing.bericht (afzender, ontvanger, ontvangen_op)
WHERE status = 'verwerkt' AND berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319');
CREATE FUNCTION quality.gemiste_retour(afzender text, ontvanger text, as_of timestamptz)
RETURNS TABLE (bericht_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH verkeer AS (
        SELECT
            b.bericht_id,
            b.ontvangen_op,
            b.afzender = $1 AS is_eigen,
            EXISTS (
                SELECT
                FROM core.retourbericht AS r
                WHERE
                    r.beantwoord_identificatie = b.identificatie
                    AND r.beantwoord_dagtekening = b.dagtekening
                    AND r.beantwoord_berichtcode = b.berichtcode
                    AND r.aanbieder_agb_code IN ($1, $2)
                    AND r.gemeente_code IN ($1, $2)
                    AND r.bekend_vanaf <= $3
            ) AS heeft_retour
        FROM landing.bericht AS b
        WHERE
            ((b.afzender = $1 AND b.ontvanger = $2) OR (b.afzender = $2 AND b.ontvanger = $1))
            AND b.status = 'verwerkt'
            AND b.berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319')
            AND b.ontvangen_op <= $3
    ),

    laatste AS (
        SELECT
            max(ontvangen_op) FILTER (WHERE is_eigen) AS eigen,
            max(ontvangen_op) AS allen
        FROM verkeer
        WHERE heeft_retour
    ),

    telling AS (
        SELECT
            v.bericht_id,
            v.is_eigen AND NOT v.heeft_retour AND l.eigen IS NOT NULL AS is_kandidaat,
            count(*) FILTER (WHERE v.is_eigen) OVER ervoor - 1 AS eigen_ervoor,
            count(*) FILTER (WHERE v.is_eigen AND v.heeft_retour) OVER ervoor AS eigen_ervoor_met,
            count(*) OVER ervoor - 1 AS ervoor,
            count(*) FILTER (WHERE v.heeft_retour) OVER ervoor AS ervoor_met,
            count(*) FILTER (WHERE v.is_eigen AND v.ontvangen_op <= l.eigen) OVER erna AS eigen_erna,
            count(*) FILTER (WHERE v.is_eigen AND v.heeft_retour) OVER erna AS eigen_erna_met,
            count(*) FILTER (WHERE v.ontvangen_op <= l.allen) OVER erna AS erna,
            count(*) FILTER (WHERE v.heeft_retour) OVER erna AS erna_met
        FROM verkeer AS v
        CROSS JOIN laatste AS l
        WINDOW
            ervoor AS (ORDER BY v.ontvangen_op RANGE BETWEEN '90 days' PRECEDING AND CURRENT ROW),
            erna AS (ORDER BY v.ontvangen_op RANGE BETWEEN '1 microsecond' FOLLOWING AND '90 days' FOLLOWING)
    )

    SELECT t.bericht_id
    FROM telling AS t
    WHERE
        t.is_kandidaat
        AND (
            (t.eigen_ervoor >= 2 AND 2 * t.eigen_ervoor_met > t.eigen_ervoor)
            OR (t.eigen_erna >= 2 AND 2 * t.eigen_erna_met > t.eigen_erna)
            OR (
                greatest(t.eigen_ervoor, t.eigen_erna) < 2
                AND (
                    (t.ervoor >= 2 AND 2 * t.ervoor_met > t.ervoor)
                    OR (t.erna >= 2 AND 2 * t.erna_met > t.erna)
                )
            )
        )
$$;
DROP FUNCTION quality.mist_retour(bigint, text, text, timestamptz);

-- The missing returns of every two parties of whom a message in berichten is without one, where they ever
-- sent each other any.
CREATE FUNCTION quality.gemiste_retour_bij(berichten bigint[], as_of timestamptz)
RETURNS TABLE (bericht_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT g.bericht_id
    FROM (
        SELECT DISTINCT e.afzender, e.ontvanger
        FROM core.verwerkt_bericht AS e
        INNER JOIN unnest($1) AS b (bericht_id) USING (bericht_id)
        WHERE
            e.berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319')
            AND (e.aanbieder_agb_code, e.gemeente_code) IN (
                SELECT r.aanbieder_agb_code, r.gemeente_code FROM core.retourbericht AS r
            )
            AND NOT EXISTS (
                SELECT
                FROM core.retourbericht AS r
                WHERE
                    r.beantwoord_identificatie = e.identificatie
                    AND r.beantwoord_dagtekening = e.dagtekening
                    AND r.beantwoord_berichtcode = e.berichtcode
                    AND r.aanbieder_agb_code = e.aanbieder_agb_code
                    AND r.gemeente_code = e.gemeente_code
                    AND r.bekend_vanaf <= $2
            )
    ) AS paar
    CROSS JOIN LATERAL quality.gemiste_retour(paar.afzender, paar.ontvanger, $2) AS g
$$;

-- What one provider is allocated for one youth on a day: sent before it, in the version decided on last by
-- then (OP087, TR349).
CREATE FUNCTION quality.toegewezen_op_dag(
    client_pseudoniem text, gemeente_code text, aanbieder_agb_code text, dag date, as_of timestamptz
) RETURNS SETOF core.toewijzing
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT v.*
    FROM (
        SELECT DISTINCT ON (t.toewijzing_nummer) t.*
        FROM core.toewijzing AS t
        INNER JOIN landing.bericht AS b ON t.bericht_id = b.bericht_id
        WHERE
            t.client_pseudoniem = $1 AND t.gemeente_code = $2 AND t.aanbieder_agb_code = $3
            AND b.dagtekening < $4 AND t.bekend_vanaf <= $5
            AND t.bericht_id NOT IN (SELECT a.bericht_id FROM quality.stand_afgekeurd_bericht AS a)
        ORDER BY
            t.toewijzing_nummer DESC, t.toewijzingsdatum DESC, t.toewijzingstijd DESC, t.bericht_id DESC
    ) AS v
    WHERE
        coalesce(v.einddatum >= $4, TRUE)
        AND (coalesce(v.reden_wijziging, '') NOT IN ('01', '13') OR v.einddatum <> v.ingangsdatum)
$$;

-- Hours count in minutes, so that both add up.
CREATE FUNCTION quality.deel_van(eenheid text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE eenheid WHEN '04' THEN 60 ELSE 1 END
$$;

-- What fits in the whole of a standing allocation, in the smallest unit (TR322).
CREATE VIEW quality.toegewezen_totaal AS
SELECT
    gemeente_code,
    aanbieder_agb_code,
    client_pseudoniem,
    toewijzing_nummer,
    eenheid AS toegewezen_eenheid,
    quality.deel_van(eenheid) AS deel,
    quality.deel_van(eenheid)
    * quality.volume_in_totaal(volume, frequentie, eenheid, ingangsdatum, einddatum) AS past
FROM quality.geldige_toewijzing;

-- Two stops of one delivery that stand, the later beside each earlier one by date of the message (TR413,
-- TR414, TR415). The same stop once more is TR074.
CREATE VIEW quality.volgende_stop AS
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    m.einddatum,
    m.reden_beeindiging,
    e.bericht_id AS eerder_bericht_id,
    e.regelnummer AS eerder_regelnummer,
    e.dagtekening AS eerder_dagtekening,
    e.einddatum AS eerder_einddatum,
    e.reden_beeindiging AS eerder_reden
FROM quality.stand_regiemelding AS m
INNER JOIN quality.stand_regiemelding AS e
    ON
        m.client_pseudoniem = e.client_pseudoniem
        AND m.sleutel = e.sleutel
        AND m.melding_sleutel <> e.melding_sleutel
        AND (e.dagtekening, e.bericht_id, e.regelnummer) < (m.dagtekening, m.bericht_id, m.regelnummer)
WHERE m.soort = 'stop' AND e.soort = 'stop' AND m.is_geldig AND e.is_geldig;
COMMENT ON VIEW quality.volgende_stop IS
'Elke geldige stop naast elke eerdere geldige stop van dezelfde levering.';

-- What is known of allocations changed: the next run over the rules judges everything.
DELETE FROM quality.stand_regel;
