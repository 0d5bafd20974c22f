-- Messages about care of which the meaning changes: new, or rejected by a new return (iJw OP286). Codes of
-- which the product book changed, by municipality; without one they are those of everyone. And the youths.
CREATE TEMPORARY TABLE opbouw_zorgbericht ON COMMIT DROP AS
SELECT bericht_id
FROM opbouw_bericht
UNION
SELECT beantwoord_bericht_id
FROM core.beantwoording
WHERE
    soort = 'retour'
    AND uitkomst = 'afgekeurd'
    AND antwoord_bericht_id = any(array(SELECT bericht_id FROM opbouw_bericht));
ANALYZE opbouw_zorgbericht;

CREATE TEMPORARY TABLE opbouw_product ON COMMIT DROP AS
WITH veranderd AS (
    SELECT koppeling_id FROM mart.productboek
    FULL JOIN oud_productboek AS o USING (koppeling_id)
    WHERE o.koppeling_id IS NULL OR productboek.koppeling_id IS NULL
)

SELECT DISTINCT
    coalesce(k.gemeente_code, g.gemeente_code) AS gemeente_code,
    k.product_categorie,
    k.product_code
FROM veranderd AS v
INNER JOIN mapping.koppeling AS k ON v.koppeling_id = k.koppeling_id
LEFT JOIN mapping.gemeente AS g USING (regio_code);

CREATE TEMPORARY VIEW opbouw_genoemd_product AS
SELECT
    client_pseudoniem,
    gemeente_code,
    product_categorie,
    product_code
FROM core.toewijzing
UNION ALL
SELECT
    client_pseudoniem,
    gemeente_code,
    product_categorie,
    product_code
FROM core.regiemelding
UNION ALL
SELECT
    client_pseudoniem,
    gemeente_code,
    product_categorie,
    product_code
FROM core.verzoek;

CREATE TEMPORARY TABLE opbouw_jeugdige ON COMMIT DROP AS
SELECT client_pseudoniem
FROM core.client
INNER JOIN opbouw_zorgbericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.toewijzing
INNER JOIN opbouw_zorgbericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.start
INNER JOIN opbouw_zorgbericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.stop
INNER JOIN opbouw_zorgbericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.ingediend_verzoek
INNER JOIN opbouw_zorgbericht USING (bericht_id)
UNION
SELECT v.client_pseudoniem
FROM opbouw_zorgbericht AS b
INNER JOIN core.verzoek_antwoord AS a ON b.bericht_id = a.bericht_id
INNER JOIN core.ingediend_verzoek AS v
    ON
        a.gemeente_code = v.gemeente_code
        AND a.aanbieder_agb_code = v.aanbieder_agb_code
        AND a.referentie_aanbieder = v.referentie_aanbieder
UNION
SELECT client_pseudoniem
FROM opbouw_genoemd_product
WHERE
    EXISTS (SELECT FROM opbouw_product)
    AND (
        (gemeente_code, product_categorie, product_code) IN (
            SELECT
                gemeente_code,
                product_categorie,
                product_code
            FROM opbouw_product
        )
        OR product_categorie IN (
            SELECT product_categorie
            FROM opbouw_product
            WHERE gemeente_code IS NULL
        )
    );
ANALYZE opbouw_jeugdige
