-- Declaration lines whose own state changed (new, or rejected by a new answer), and every line that shares a
-- number with them: repeats of it, the debit that it takes back, the credits that take it back.
DROP TABLE IF EXISTS pg_temp.nieuwe_regel, pg_temp.geraakte_regel;
CREATE TEMPORARY TABLE nieuwe_regel ON COMMIT DROP AS
SELECT p.*
FROM core.prestatie AS p
INNER JOIN nieuw_bericht USING (bericht_id)
UNION
SELECT p.*
FROM core.prestatie AS p
INNER JOIN nieuw_afgewezen USING (bericht_id, regelnummer);
ANALYZE nieuwe_regel;

CREATE TEMPORARY TABLE geraakte_regel ON COMMIT DROP AS
WITH nummer AS MATERIALIZED (
    SELECT
        gemeente_code,
        aanbieder_agb_code,
        referentie_nummer AS nummer
    FROM nieuwe_regel
    UNION
    SELECT
        gemeente_code,
        aanbieder_agb_code,
        vorig_referentie_nummer
    FROM nieuwe_regel
    WHERE vorig_referentie_nummer IS NOT NULL
)

SELECT p.*
FROM nummer AS n
INNER JOIN core.prestatie AS p
    ON
        n.aanbieder_agb_code = p.aanbieder_agb_code
        AND n.gemeente_code = p.gemeente_code
        AND n.nummer = p.referentie_nummer
UNION
SELECT p.*
FROM nummer AS n
INNER JOIN core.prestatie AS p
    ON
        n.aanbieder_agb_code = p.aanbieder_agb_code
        AND n.gemeente_code = p.gemeente_code
        AND n.nummer = p.vorig_referentie_nummer;
ANALYZE geraakte_regel
