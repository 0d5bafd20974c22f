-- A debit that a standing credit on the same number takes back was not delivered; its money nets out.
WITH regel AS (
    SELECT *
    FROM bereik_prestatie
    WHERE lot <> 'afgewezen'
),

teruggenomen AS (
    SELECT DISTINCT
        gemeente_code,
        toewijzing_nummer,
        client_pseudoniem,
        aanbieder_agb_code,
        vorig_referentie_nummer
    FROM regel
    WHERE debet_credit = 'C' AND vorig_referentie_nummer IS NOT NULL
)

SELECT
    r.gemeente_code,
    r.toewijzing_nummer,
    r.client_pseudoniem,
    r.aanbieder_agb_code,
    r.product_categorie,
    r.product_code,
    r.zorgcategorie,
    r.hulpvorm,
    r.lot = 'aangehouden' AS is_aangehouden,
    count(*) AS regels,
    sum(r.saldo_cent) AS saldo_cent,
    min(r.begindatum) AS eerste_regel,
    min(r.begindatum) FILTER (WHERE r.debet_credit = 'D' AND t.gemeente_code IS NULL) AS eerste_dag,
    max(r.begindatum) FILTER (WHERE r.debet_credit = 'D' AND t.gemeente_code IS NULL) AS laatste_begin,
    max(r.einddatum) FILTER (WHERE r.debet_credit = 'D' AND t.gemeente_code IS NULL) AS laatste_dag
FROM regel AS r
LEFT JOIN teruggenomen AS t
    ON
        r.debet_credit = 'D'
        AND r.referentie_nummer = t.vorig_referentie_nummer
        AND r.gemeente_code = t.gemeente_code
        AND r.toewijzing_nummer = t.toewijzing_nummer
        AND r.client_pseudoniem = t.client_pseudoniem
        AND r.aanbieder_agb_code = t.aanbieder_agb_code
GROUP BY
    r.gemeente_code, r.toewijzing_nummer, r.client_pseudoniem, r.aanbieder_agb_code, r.product_categorie,
    r.product_code, r.zorgcategorie, r.hulpvorm, r.lot = 'aangehouden'
