-- Youths about whom something is new: in a message about them, in a return to one, or in an answer to a
-- request. And the references of requests and answers that are new, or that concern these youths.
DROP TABLE IF EXISTS pg_temp.beantwoord_bericht, pg_temp.geraakte_jeugdige, pg_temp.geraakte_referentie;
CREATE TEMPORARY TABLE beantwoord_bericht ON COMMIT DROP AS
SELECT
    beantwoord_bericht_id AS bericht_id,
    antwoord_bericht_id,
    soort,
    uitkomst
FROM core.beantwoording
WHERE
    soort IN ('retour', 'verzoek')
    AND antwoord_bekend_vanaf <= %(as_of)s
    AND antwoord_bericht_id IN (SELECT bericht_id FROM nieuw_bericht)
UNION
SELECT
    beantwoord_bericht_id,
    antwoord_bericht_id,
    soort,
    uitkomst
FROM core.beantwoording
WHERE
    soort = 'retour'
    AND antwoord_bekend_vanaf <= %(as_of)s
    AND beantwoord_bericht_id IN (SELECT bericht_id FROM nieuw_bericht);
ANALYZE beantwoord_bericht;

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
