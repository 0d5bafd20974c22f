-- The scope of a build in part, at its four grains. Core only grows, so no key was there and is gone.
CREATE TEMPORARY TABLE bereik_regel ON COMMIT DROP AS
SELECT p.*
FROM core.prestatie AS p
INNER JOIN opbouw_regel USING (bericht_id, regelnummer);
ANALYZE bereik_regel;

CREATE TEMPORARY TABLE bereik_toewijzing ON COMMIT DROP AS
SELECT
    gemeente_code,
    toewijzing_nummer
FROM bereik_regel
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.toewijzing
INNER JOIN opbouw_jeugdige USING (client_pseudoniem)
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.start
INNER JOIN opbouw_jeugdige USING (client_pseudoniem)
WHERE toewijzing_nummer IS NOT NULL
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.stop
INNER JOIN opbouw_jeugdige USING (client_pseudoniem)
WHERE toewijzing_nummer IS NOT NULL;
ANALYZE bereik_toewijzing;

-- Whose care a message about an allocation changes: also that of who only shares its number.
CREATE TEMPORARY TABLE opbouw_toewijzing ON COMMIT DROP AS
SELECT DISTINCT
    gemeente_code,
    toewijzing_nummer
FROM core.toewijzing
INNER JOIN opbouw_zorgbericht USING (bericht_id);
ANALYZE opbouw_toewijzing;

CREATE TEMPORARY TABLE bereik_jeugdige ON COMMIT DROP AS
SELECT client_pseudoniem
FROM opbouw_jeugdige
UNION
SELECT client_pseudoniem
FROM bereik_regel
UNION
SELECT client_pseudoniem
FROM core.toewijzing
INNER JOIN opbouw_toewijzing USING (gemeente_code, toewijzing_nummer)
UNION
SELECT client_pseudoniem
FROM core.start
INNER JOIN opbouw_toewijzing USING (gemeente_code, toewijzing_nummer)
UNION
SELECT client_pseudoniem
FROM core.stop
INNER JOIN opbouw_toewijzing USING (gemeente_code, toewijzing_nummer)
UNION
SELECT client_pseudoniem
FROM core.prestatie
INNER JOIN opbouw_toewijzing USING (gemeente_code, toewijzing_nummer);
ANALYZE bereik_jeugdige;

CREATE TEMPORARY TABLE bereik_maand ON COMMIT DROP AS
SELECT DISTINCT
    client_pseudoniem,
    gemeente_code,
    maand
FROM bereik_regel;
ANALYZE bereik_maand
