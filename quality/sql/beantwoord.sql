-- Messages with their return or their answer to a request, of which one of both is new; and what was
-- rejected: it counts as never sent (OP286).
DROP TABLE IF EXISTS pg_temp.beantwoord_bericht, pg_temp.afgekeurd_bericht;
CREATE TEMPORARY TABLE beantwoord_bericht ON COMMIT DROP AS
SELECT
    r.heen_bericht_id AS bericht_id,
    r.retour_bericht_id AS antwoord_bericht_id,
    'retour' AS soort,
    r.is_afgekeurd
FROM quality.retour_op(%(as_of)s) AS r
INNER JOIN nieuw_bericht AS n ON r.retour_bericht_id = n.bericht_id
UNION
SELECT
    r.heen_bericht_id,
    r.retour_bericht_id,
    'retour',
    r.is_afgekeurd
FROM quality.retour_op(%(as_of)s) AS r
INNER JOIN nieuw_bericht AS n ON r.heen_bericht_id = n.bericht_id
UNION
SELECT
    v.bericht_id,
    x.bericht_id AS antwoord_bericht_id,
    'verzoek',
    FALSE
FROM core.verzoek_antwoord AS x
INNER JOIN nieuw_bericht USING (bericht_id)
INNER JOIN core.ingediend_verzoek AS v USING (gemeente_code, aanbieder_agb_code, referentie_aanbieder);
ANALYZE beantwoord_bericht;

CREATE TEMPORARY TABLE afgekeurd_bericht ON COMMIT DROP AS
SELECT DISTINCT bericht_id
FROM beantwoord_bericht
WHERE is_afgekeurd;

INSERT INTO quality.stand_afgekeurd_bericht
SELECT bericht_id
FROM afgekeurd_bericht
ON CONFLICT DO NOTHING
