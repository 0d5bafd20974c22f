-- Bring what is known up to this moment, for what the new messages touch; core only grows,
-- so nothing else changed.
DELETE FROM quality.stand_toewijzing AS s
USING core.toewijzing AS t
INNER JOIN nieuw_bericht USING (bericht_id)
WHERE s.gemeente_code = t.gemeente_code AND s.toewijzing_nummer = t.toewijzing_nummer;

-- All versions of a number make one allocation. The version decided on last stands, not the one that arrived
-- last (iJw IV013: by Toewijzingsdatum and Toewijzingstijd; OP080: the order of arrival means nothing).
INSERT INTO quality.stand_toewijzing
SELECT DISTINCT ON (gemeente_code, toewijzing_nummer) *
FROM core.toewijzing
WHERE
    bekend_vanaf <= %(as_of)s
    AND (gemeente_code, toewijzing_nummer) IN (
        SELECT
            t.gemeente_code,
            t.toewijzing_nummer
        FROM core.toewijzing AS t
        INNER JOIN nieuw_bericht USING (bericht_id)
    )
ORDER BY
    gemeente_code ASC, toewijzing_nummer ASC, toewijzingsdatum DESC, toewijzingstijd DESC,
    bekend_vanaf DESC, bericht_id DESC, regelnummer DESC;

-- Pairs of answer and declaration of which one is new.
DROP TABLE IF EXISTS pg_temp.nieuw_antwoord;
CREATE TEMPORARY TABLE nieuw_antwoord ON COMMIT DROP AS
SELECT *
FROM quality.antwoord_op(%(as_of)s)
WHERE antwoord_bericht_id IN (SELECT bericht_id FROM nieuw_bericht)
UNION
SELECT *
FROM quality.antwoord_op(%(as_of)s)
WHERE declaratie_bericht_id IN (SELECT bericht_id FROM nieuw_bericht);
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
