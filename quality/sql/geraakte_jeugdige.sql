-- Youths about whom something is new: in a message about them, in a return to one, or in an answer to a
-- request. And the references of requests and answers that are new, or that concern these youths.
DROP TABLE IF EXISTS pg_temp.geraakte_jeugdige, pg_temp.geraakte_referentie;
CREATE TEMPORARY TABLE geraakte_jeugdige ON COMMIT DROP AS
WITH bericht AS (
    SELECT bericht_id FROM nieuw_bericht
    UNION
    SELECT bericht_id FROM beantwoord_bericht
)

SELECT client_pseudoniem
FROM core.toewijzing INNER JOIN bericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.start INNER JOIN bericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.stop INNER JOIN bericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.verzoek INNER JOIN bericht USING (bericht_id)
UNION
SELECT client_pseudoniem
FROM core.wijzigingsverzoek INNER JOIN bericht USING (bericht_id);
ANALYZE geraakte_jeugdige;

CREATE TEMPORARY TABLE geraakte_referentie ON COMMIT DROP AS
WITH antwoord AS (
    SELECT bericht_id FROM nieuw_bericht
    UNION
    SELECT bericht_id FROM beantwoord_bericht
)

SELECT
    gemeente_code,
    aanbieder_agb_code,
    referentie_aanbieder
FROM core.ingediend_verzoek
WHERE client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige)
UNION
SELECT
    gemeente_code,
    aanbieder_agb_code,
    referentie_aanbieder
FROM core.toewijzing
WHERE
    referentie_aanbieder IS NOT NULL
    AND client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige)
UNION
SELECT
    gemeente_code,
    aanbieder_agb_code,
    referentie_aanbieder
FROM core.verzoek_antwoord INNER JOIN antwoord USING (bericht_id);
ANALYZE geraakte_referentie
