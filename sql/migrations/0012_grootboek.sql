-- Part grootboek: which lines belong together, the bookings of each, and both sides of every total.

-- Only the lines that do not stand alone: a few in a hundred. See docs/decisions/0014-the-ledger.md.
CREATE TABLE mart.regelketen (
    bericht_id bigint NOT NULL,
    regelnummer integer NOT NULL,
    gemeente_code core.gemeente_code NOT NULL,
    toewijzing_nummer core.nummer NOT NULL,
    keten_bericht_id bigint NOT NULL,
    keten_regelnummer integer NOT NULL,
    volgnummer integer NOT NULL CHECK (volgnummer >= 1),
    soort text NOT NULL CHECK (
        soort IN (
            'ingediend', 'opnieuw ingediend', 'dubbel ingediend',
            'gecrediteerd', 'dubbel gecrediteerd', 'credit zonder debet'
        )
    ),
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    saldo_cent bigint NOT NULL,
    PRIMARY KEY (bericht_id, regelnummer),
    CONSTRAINT keten_begint_bij_haar_eerste_regel CHECK (
        (volgnummer = 1) = (bericht_id = keten_bericht_id AND regelnummer = keten_regelnummer)
    ),
    CONSTRAINT credit_telt_negatief CHECK (
        saldo_cent = 0
        OR (saldo_cent < 0) = (soort IN ('gecrediteerd', 'dubbel gecrediteerd', 'credit zonder debet'))
    )
);
CREATE INDEX regelketen_keten ON mart.regelketen (keten_bericht_id, keten_regelnummer);
CREATE INDEX regelketen_toewijzing ON mart.regelketen (gemeente_code, toewijzing_nummer);
COMMENT ON COLUMN mart.regelketen.keten_bericht_id IS
'Met keten_regelnummer de eerste regel van de keten: het debet voor deze zorg met de vroegste dagtekening.';

CREATE TABLE mart.regelketen_maand (
    gemeente_code core.gemeente_code NOT NULL,
    maand date NOT NULL,
    zorgcategorie text NOT NULL,
    regels integer NOT NULL,
    gecrediteerd_cent bigint NOT NULL,
    opnieuw_ingediend_cent bigint NOT NULL,
    dubbel_ingediend_cent bigint NOT NULL,
    PRIMARY KEY (gemeente_code, maand, zorgcategorie)
);

-- Every step of the money; what no chain takes back or repeats was declared for the first time.
CREATE VIEW mart.geldstroom_maand AS
SELECT
    gemeente_code,
    maand,
    zorgcategorie,
    m.regels,
    m.gedeclareerd_cent - r.gecrediteerd_cent - r.opnieuw_ingediend_cent - r.dubbel_ingediend_cent
        AS ingediend_cent,
    r.gecrediteerd_cent,
    r.opnieuw_ingediend_cent,
    r.dubbel_ingediend_cent,
    m.gedeclareerd_cent,
    m.afgewezen_cent,
    m.goedgekeurd_cent,
    m.aangehouden_cent,
    m.gepubliceerd_cent
FROM mart.kosten_maand AS m
LEFT JOIN mart.regelketen_maand AS k USING (gemeente_code, maand, zorgcategorie)
CROSS JOIN LATERAL (
    SELECT
        coalesce(k.gecrediteerd_cent, 0) AS gecrediteerd_cent,
        coalesce(k.opnieuw_ingediend_cent, 0) AS opnieuw_ingediend_cent,
        coalesce(k.dubbel_ingediend_cent, 0) AS dubbel_ingediend_cent
) AS r;

-- The ledger: a line is booked when it comes in, and once more when its money is rejected or held back.
CREATE VIEW mart.grootboek AS
SELECT
    p.gemeente_code,
    p.aanbieder_agb_code,
    p.client_pseudoniem,
    p.toewijzing_nummer,
    coalesce(k.keten_bericht_id, p.bericht_id) AS keten_bericht_id,
    coalesce(k.keten_regelnummer, p.regelnummer) AS keten_regelnummer,
    coalesce(k.volgnummer, 1) AS volgnummer,
    p.bericht_id,
    p.regelnummer,
    p.referentie_nummer,
    p.vorig_referentie_nummer,
    b.boeking,
    coalesce(
        (
            SELECT min(x.bekend_vanaf)
            FROM mart.stand AS s
            CROSS JOIN quality.antwoord_op(s.as_of) AS a
            INNER JOIN core.declaratie_antwoord AS x ON a.antwoord_bericht_id = x.bericht_id
            LEFT JOIN core.afgewezen_prestatie AS r
                ON a.antwoord_bericht_id = r.bericht_id AND p.referentie_nummer = r.referentie_nummer
            WHERE
                b.boeking = 'afgewezen'
                AND a.declaratie_bericht_id = p.bericht_id
                AND (a.is_geheel_geweigerd OR r.bericht_id IS NOT NULL)
        ),
        (
            SELECT min(v.bekend_vanaf)
            FROM mart.stand AS s
            INNER JOIN quality.bevinding AS v
                ON s.as_of >= v.bekend_vanaf AND s.as_of < coalesce(v.opgelost_op, 'infinity')
            WHERE
                b.boeking = 'aangehouden'
                AND v.bericht_id = p.bericht_id
                AND coalesce(v.regelnummer, p.regelnummer) = p.regelnummer
                AND v.regel_id = p.reden
        ),
        d.bekend_vanaf
    ) AS bekend_vanaf,
    b.reden,
    b.gedeclareerd_cent,
    b.goedgekeurd_cent,
    b.gepubliceerd_cent
FROM mart.prestatie AS p
LEFT JOIN core.declaratie AS d ON p.bericht_id = d.bericht_id
LEFT JOIN mart.regelketen AS k ON p.bericht_id = k.bericht_id AND p.regelnummer = k.regelnummer
CROSS JOIN LATERAL (
    SELECT
        coalesce(k.soort, 'ingediend') AS boeking,
        NULL AS reden,
        p.saldo_cent AS gedeclareerd_cent,
        p.saldo_cent AS goedgekeurd_cent,
        p.saldo_cent AS gepubliceerd_cent
    UNION ALL
    SELECT
        p.lot,
        p.reden,
        0,
        CASE p.lot WHEN 'afgewezen' THEN -p.saldo_cent ELSE 0 END,
        -p.saldo_cent
    WHERE p.lot <> 'gepubliceerd'
) AS b;
COMMENT ON VIEW mart.grootboek IS
'De boekingen van elke declaratieregel; per keten opgeteld wat is gedeclareerd, goedgekeurd en gepubliceerd.';

-- The bookings of a line and of all that is in one chain with it.
CREATE FUNCTION mart.boekingen_van(agb_code text, referentie text) RETURNS SETOF mart.grootboek
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    WITH regel AS (
        SELECT bericht_id, regelnummer
        FROM core.prestatie
        WHERE aanbieder_agb_code = agb_code AND referentie_nummer = referentie
    )

    SELECT g.*
    FROM mart.grootboek AS g
    INNER JOIN (
        TABLE regel
        UNION
        SELECT k.bericht_id, k.regelnummer
        FROM regel
        INNER JOIN mart.regelketen AS eigen USING (bericht_id, regelnummer)
        INNER JOIN mart.regelketen AS k USING (keten_bericht_id, keten_regelnummer)
    ) AS keten USING (bericht_id, regelnummer)
    ORDER BY g.gemeente_code, g.keten_bericht_id, g.keten_regelnummer, g.volgnummer, g.bekend_vanaf
$$;

-- Each total that a message states, or that the marts give, beside its own lines. A difference in one message
-- never cancels one in another; it is explained by an open finding on that message about that amount.
CREATE VIEW mart.sluiting AS
WITH regels AS (
    SELECT
        bericht_id,
        gemeente_code,
        sum(saldo_cent)::bigint AS gedeclareerd,
        coalesce(sum(saldo_cent) FILTER (WHERE lot <> 'afgewezen'), 0)::bigint AS goedgekeurd
    FROM mart.prestatie
    GROUP BY bericht_id, gemeente_code
),

geweigerd AS (
    SELECT
        afzender,
        ontvanger,
        identificatie,
        dagtekening,
        min(bericht_id) AS bericht_id
    FROM landing.bericht
    WHERE
        status IN ('geweigerd', 'niet_ondersteund')
        AND berichttype = 'JW323'
        AND ontvangen_op <= (SELECT as_of FROM mart.stand)
    GROUP BY afzender, ontvanger, identificatie, dagtekening
),

-- What can explain the total of a message, and on which message that finding sits. An answer to a declaration
-- that never came in is TR337; to one that came in and was refused, the refusal.
post AS (
    SELECT
        d.gemeente_code,
        'TotaalIngediendBedrag' AS totaal,
        d.totaal_saldo_cent AS bericht_cent,
        coalesce(r.gedeclareerd, 0) AS regels_cent,
        d.bericht_id AS uitleg_bericht_id,
        'TR358' AS uitleg
    FROM core.declaratie AS d
    LEFT JOIN regels AS r USING (bericht_id)
    WHERE d.bekend_vanaf <= (SELECT as_of FROM mart.stand)
    UNION ALL
    SELECT
        a.gemeente_code,
        'TotaalToegekendBedrag',
        quality.saldo(a.totaal_toegekend_bedrag_cent, a.totaal_toegekend_debet_credit),
        coalesce(r.goedgekeurd, 0),
        coalesce(w.bericht_id, a.bericht_id),
        CASE
            WHEN b.antwoord_bericht_id IS NOT NULL THEN 'DC212'
            WHEN w.bericht_id IS NOT NULL THEN 'weigering'
            ELSE 'TR337'
        END
    FROM core.declaratie_antwoord AS a
    LEFT JOIN quality.antwoord_op((SELECT as_of FROM mart.stand)) AS b ON a.bericht_id = b.antwoord_bericht_id
    LEFT JOIN regels AS r ON b.declaratie_bericht_id = r.bericht_id
    LEFT JOIN geweigerd AS w
        ON
            b.antwoord_bericht_id IS NULL
            AND a.aanbieder_agb_code = w.afzender
            AND a.gemeente_code = w.ontvanger
            AND a.declaratie_identificatie = w.identificatie
            AND a.declaratie_dagtekening = w.dagtekening
    WHERE a.bekend_vanaf <= (SELECT as_of FROM mart.stand) AND a.declaratie_nummer IS NOT NULL
),

verklaring AS (
    SELECT
        v.bericht_id,
        CASE r.gevolg WHEN 'weigeren' THEN 'weigering' ELSE v.regel_id END AS uitleg,
        min(v.bevinding_id) AS bevinding_id,
        min(v.bedrag_cent) AS bedrag_cent
    FROM quality.bevinding AS v
    INNER JOIN quality.regel AS r USING (regel_id)
    INNER JOIN mart.stand AS s
        ON v.bekend_vanaf <= s.as_of AND coalesce(v.opgelost_op, 'infinity') > s.as_of
    WHERE v.regelnummer IS NULL AND (r.gevolg = 'weigeren' OR v.regel_id IN ('TR358', 'TR337', 'DC212'))
    GROUP BY v.bericht_id, uitleg
)

SELECT
    p.gemeente_code,
    p.totaal,
    count(*) AS aantal,
    sum(p.bericht_cent)::bigint AS bericht_cent,
    sum(p.regels_cent)::bigint AS regels_cent,
    count(v.bevinding_id) AS verklaard,
    coalesce(sum(p.bericht_cent - p.regels_cent) FILTER (WHERE v.bevinding_id IS NOT NULL), 0)::bigint
        AS verklaard_cent,
    coalesce(sum(abs(p.bericht_cent - p.regels_cent)) FILTER (WHERE v.bevinding_id IS NULL), 0)::bigint
        AS onverklaard_cent,
    coalesce(
        array_agg(v.bevinding_id ORDER BY v.bevinding_id) FILTER (WHERE v.bevinding_id IS NOT NULL), '{}'
    ) AS bevinding_ids
FROM post AS p
LEFT JOIN verklaring AS v
    ON
        p.uitleg_bericht_id = v.bericht_id
        AND p.uitleg = v.uitleg
        AND p.bericht_cent <> p.regels_cent
        AND (p.uitleg IN ('TR337', 'weigering') OR p.bericht_cent - p.regels_cent = v.bedrag_cent)
GROUP BY p.gemeente_code, p.totaal
UNION ALL
-- The lines themselves: declared in core, against the three fates in the month's figures.
SELECT
    gemeente_code,
    'regels',
    coalesce(c.regels, 0),
    coalesce(c.gedeclareerd, 0),
    coalesce(m.verdeeld, 0),
    0,
    0,
    abs(coalesce(c.gedeclareerd, 0) - coalesce(m.verdeeld, 0)),
    '{}'
FROM (
    SELECT
        gemeente_code,
        count(*) AS regels,
        sum(saldo_cent)::bigint AS gedeclareerd
    FROM core.prestatie
    WHERE bekend_vanaf <= (SELECT as_of FROM mart.stand)
    GROUP BY gemeente_code
) AS c
FULL JOIN (
    SELECT
        gemeente_code,
        sum(gepubliceerd_cent + afgewezen_cent + aangehouden_cent)::bigint AS verdeeld
    FROM mart.kosten_maand
    GROUP BY gemeente_code
) AS m USING (gemeente_code);
