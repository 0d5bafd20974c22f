-- Lines of which the row changes: new, rejected by a new answer, no longer or newly held back, or with a code
-- that means something else now.
CREATE TEMPORARY TABLE opbouw_regel ON COMMIT DROP AS
WITH antwoord AS (
    SELECT
        antwoord_bericht_id,
        declaratie_bericht_id,
        is_geheel_geweigerd
    FROM quality.antwoord_op(%(as_of)s)
    WHERE antwoord_bericht_id = any(array(SELECT bericht_id FROM opbouw_bericht))
),

aanhouding AS (
    (
        SELECT * FROM mart.aanhouding
        EXCEPT
        SELECT * FROM oud_aanhouding
    )
    UNION
    (
        SELECT * FROM oud_aanhouding
        EXCEPT
        SELECT * FROM mart.aanhouding
    )
),

combinatie AS (
    SELECT
        gemeente_code,
        product_categorie,
        product_code,
        maand
    FROM oud_koppeling AS o
    INNER JOIN mart.koppeling AS n USING (gemeente_code, product_categorie, product_code, maand)
    WHERE (o.zorgcategorie, o.hulpvorm, o.pad) IS DISTINCT FROM (n.zorgcategorie, n.hulpvorm, n.pad)
)

SELECT
    p.bericht_id,
    p.regelnummer
FROM core.prestatie AS p
INNER JOIN opbouw_bericht USING (bericht_id)
UNION
SELECT
    p.bericht_id,
    p.regelnummer
FROM antwoord AS a
INNER JOIN core.afgewezen_prestatie AS x ON a.antwoord_bericht_id = x.bericht_id
INNER JOIN core.prestatie AS p
    ON a.declaratie_bericht_id = p.bericht_id AND x.referentie_nummer = p.referentie_nummer
UNION
SELECT
    p.bericht_id,
    p.regelnummer
FROM antwoord AS a
INNER JOIN core.prestatie AS p ON a.declaratie_bericht_id = p.bericht_id
WHERE a.is_geheel_geweigerd
UNION
SELECT
    p.bericht_id,
    p.regelnummer
FROM aanhouding AS h
INNER JOIN mart.prestatie AS p ON h.bericht_id = p.bericht_id
WHERE coalesce(h.regelnummer, p.regelnummer) = p.regelnummer
UNION
SELECT
    p.bericht_id,
    p.regelnummer
FROM combinatie
INNER JOIN mart.prestatie AS p USING (gemeente_code, product_categorie, product_code, maand);
ANALYZE opbouw_regel
