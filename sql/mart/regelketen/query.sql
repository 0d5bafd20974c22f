-- Of most care there is one line; only care of which a line was credited, rejected or held back is looked up
-- again. The order is that of the messages, not of their arrival (OP080). There are no joins within a chain:
-- the planner takes the chains for one row, and would join row by row.
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

-- nummer: of the debit, its own or the one that is taken back.
regel AS (
    SELECT
        p.*,
        d.dagtekening,
        CASE p.debet_credit WHEN 'D' THEN p.referentie_nummer ELSE p.vorig_referentie_nummer END AS nummer,
        p.debet_credit = 'D' AS is_debet,
        p.debet_credit = 'C' AND p.lot <> 'afgewezen' AS is_staande_credit,
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

-- TR316 and TR323: a credit and its debit are in different messages, and the debit is not dated later.
stand AS (
    SELECT
        *,
        count(*) FILTER (WHERE is_debet) OVER tot_en_met_nu
        > count(*) FILTER (WHERE is_debet) OVER zelfde_bericht AS heeft_debet,
        count(*) FILTER (WHERE is_staande_credit) OVER vanaf_nu
        > count(*) FILTER (WHERE is_staande_credit) OVER zelfde_bericht AS heeft_credit,
        count(*) FILTER (WHERE is_staande_credit) OVER eerder > 0 AS heeft_eerdere_credit
    FROM regel
    WHERE lengte > 1 OR NOT is_debet
    WINDOW
        zelfde_nummer AS (PARTITION BY keten_bericht_id, keten_regelnummer, nummer),
        zelfde_bericht AS (PARTITION BY keten_bericht_id, keten_regelnummer, nummer, bericht_id),
        tot_en_met_nu AS (zelfde_nummer ORDER BY dagtekening),
        vanaf_nu AS (zelfde_nummer ORDER BY dagtekening DESC),
        eerder AS (zelfde_nummer ORDER BY volgnummer ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
)

-- TR389 and TR390: a debit is open unless rejected or taken back, and is taken back once.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    toewijzing_nummer,
    keten_bericht_id,
    keten_regelnummer,
    volgnummer,
    CASE
        WHEN NOT is_debet AND NOT heeft_debet THEN 'credit zonder debet'
        WHEN NOT is_debet AND heeft_eerdere_credit THEN 'dubbel gecrediteerd'
        WHEN NOT is_debet THEN 'gecrediteerd'
        WHEN bool_or(is_debet AND lot <> 'afgewezen' AND NOT heeft_credit) OVER eerder THEN 'dubbel ingediend'
        WHEN bool_or(is_debet) OVER eerder THEN 'opnieuw ingediend'
        ELSE 'ingediend'
    END AS soort,
    maand,
    coalesce(zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
    saldo_cent
FROM stand
WINDOW eerder AS (
    PARTITION BY keten_bericht_id, keten_regelnummer ORDER BY volgnummer
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
)
