-- Of most care there is one line; only care of which a line was credited, rejected or held back is looked up
-- again. The order is that of the messages, not of their arrival (OP080).
WITH zorg AS (
    SELECT DISTINCT
        gemeente_code,
        toewijzing_nummer,
        aanbieder_agb_code,
        client_pseudoniem,
        product_categorie,
        product_code,
        begindatum,
        einddatum
    FROM bereik_prestatie
    WHERE debet_credit = 'C' OR lot <> 'gepubliceerd'
),

regel AS MATERIALIZED (
    SELECT
        p.*,
        d.dagtekening,
        count(*) OVER keten AS lengte,
        row_number() OVER volgorde AS volgnummer,
        first_value(p.bericht_id) OVER volgorde AS keten_bericht_id,
        first_value(p.regelnummer) OVER volgorde AS keten_regelnummer
    FROM bereik_prestatie AS p
    INNER JOIN zorg
        USING (
            gemeente_code, toewijzing_nummer, aanbieder_agb_code, client_pseudoniem,
            product_categorie, product_code, begindatum, einddatum
        )
    INNER JOIN core.declaratie AS d ON p.bericht_id = d.bericht_id
    WINDOW
        keten AS (
            PARTITION BY
                p.gemeente_code, p.toewijzing_nummer, p.aanbieder_agb_code, p.client_pseudoniem,
                p.product_categorie, p.product_code, p.begindatum, p.einddatum
        ),
        volgorde AS (keten ORDER BY d.dagtekening, d.identificatie COLLATE "C", p.regelnummer)
),

-- A credit and the debit it takes back, as TR323 and TR316 read it.
creditering AS MATERIALIZED (
    SELECT
        c.bericht_id,
        c.regelnummer,
        c.lot <> 'afgewezen' AS staat,
        d.bericht_id AS debet_bericht_id,
        d.regelnummer AS debet_regelnummer
    FROM regel AS c
    INNER JOIN regel AS d
        ON
            c.keten_bericht_id = d.keten_bericht_id
            AND c.keten_regelnummer = d.keten_regelnummer
            AND c.vorig_referentie_nummer = d.referentie_nummer
            AND c.bericht_id <> d.bericht_id
            AND c.dagtekening >= d.dagtekening
    WHERE c.debet_credit = 'C' AND d.debet_credit = 'D'
),

-- As TR389 and TR390: a debit is open unless rejected or taken back by a credit that stands.
stand AS (
    SELECT
        *,
        debet_credit = 'D' AND lot <> 'afgewezen' AND (bericht_id, regelnummer) NOT IN (
            SELECT
                debet_bericht_id,
                debet_regelnummer
            FROM creditering
            WHERE staat
        ) AS is_open,
        (bericht_id, regelnummer) IN (
            SELECT
                bericht_id,
                regelnummer
            FROM creditering
        ) AS heeft_debet
    FROM regel
)

SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    toewijzing_nummer,
    keten_bericht_id,
    keten_regelnummer,
    volgnummer,
    CASE
        WHEN debet_credit = 'C' AND NOT heeft_debet THEN 'credit zonder debet'
        WHEN debet_credit = 'C' AND bool_or(lot <> 'afgewezen') OVER zelfde_credit THEN 'dubbel gecrediteerd'
        WHEN debet_credit = 'C' THEN 'gecrediteerd'
        WHEN bool_or(is_open) OVER eerder THEN 'dubbel ingediend'
        WHEN bool_or(debet_credit = 'D') OVER eerder THEN 'opnieuw ingediend'
        ELSE 'ingediend'
    END AS soort,
    maand,
    coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    saldo_cent
FROM stand
WHERE lengte > 1 OR debet_credit = 'C'
WINDOW
    eerder AS (
        PARTITION BY keten_bericht_id, keten_regelnummer ORDER BY volgnummer
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ),
    zelfde_credit AS (
        PARTITION BY keten_bericht_id, keten_regelnummer, debet_credit, vorig_referentie_nummer
        ORDER BY volgnummer
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    )
