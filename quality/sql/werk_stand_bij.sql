-- Bring what is known up to this moment, for what the new messages touch; core only grows,
-- so nothing else changed. Runs after beantwoord.sql.
DROP TABLE IF EXISTS pg_temp.nieuwe_toewijzing;
CREATE TEMPORARY TABLE nieuwe_toewijzing ON COMMIT DROP AS
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.toewijzing
INNER JOIN nieuw_bericht USING (bericht_id)
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.toewijzing
INNER JOIN afgekeurd_bericht USING (bericht_id);
ANALYZE nieuwe_toewijzing;

DELETE FROM quality.stand_toewijzing AS s
USING nieuwe_toewijzing AS n
WHERE s.gemeente_code = n.gemeente_code AND s.toewijzing_nummer = n.toewijzing_nummer;

-- All versions of a number that were not rejected make one allocation. The version decided on last stands,
-- not the one that arrived last (iJw IV013: by Toewijzingsdatum and Toewijzingstijd; OP080: the order of
-- arrival means nothing).
INSERT INTO quality.stand_toewijzing
SELECT DISTINCT ON (t.gemeente_code, t.toewijzing_nummer) t.*
FROM nieuwe_toewijzing
INNER JOIN core.toewijzing AS t USING (gemeente_code, toewijzing_nummer)
WHERE
    t.bekend_vanaf <= %(as_of)s
    AND t.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
ORDER BY
    t.gemeente_code ASC, t.toewijzing_nummer ASC, t.toewijzingsdatum DESC, t.toewijzingstijd DESC,
    t.bekend_vanaf DESC, t.bericht_id DESC, t.regelnummer DESC;

-- Pairs of answer and declaration of which one is new.
DROP TABLE IF EXISTS pg_temp.nieuw_antwoord;
CREATE TEMPORARY TABLE nieuw_antwoord ON COMMIT DROP AS
SELECT a.*
FROM quality.antwoord_op(%(as_of)s) AS a
INNER JOIN nieuw_bericht AS n ON a.antwoord_bericht_id = n.bericht_id
UNION
SELECT a.*
FROM quality.antwoord_op(%(as_of)s) AS a
INNER JOIN nieuw_bericht AS n ON a.declaratie_bericht_id = n.bericht_id;
ANALYZE nieuw_antwoord;

INSERT INTO quality.stand_geweigerde_declaratie
SELECT declaratie_bericht_id
FROM nieuw_antwoord
WHERE is_geheel_geweigerd
ON CONFLICT DO NOTHING;

DROP TABLE IF EXISTS pg_temp.nieuw_afgewezen;
CREATE TEMPORARY TABLE nieuw_afgewezen ON COMMIT DROP AS
SELECT
    p.bericht_id,
    p.regelnummer
FROM nieuw_antwoord AS a
INNER JOIN core.afgewezen_prestatie AS x ON a.antwoord_bericht_id = x.bericht_id
INNER JOIN core.prestatie AS p
    ON a.declaratie_bericht_id = p.bericht_id AND x.referentie_nummer = p.referentie_nummer
UNION
SELECT
    p.bericht_id,
    p.regelnummer
FROM nieuw_antwoord AS a
INNER JOIN core.prestatie AS p ON a.declaratie_bericht_id = p.bericht_id
WHERE a.is_geheel_geweigerd
EXCEPT
SELECT
    bericht_id,
    regelnummer
FROM quality.stand_afgewezen_regel;
ANALYZE nieuw_afgewezen;

INSERT INTO quality.stand_afgewezen_regel
SELECT
    bericht_id,
    regelnummer
FROM nieuw_afgewezen
