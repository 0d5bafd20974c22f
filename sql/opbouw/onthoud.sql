INSERT INTO mart.opbouw (as_of, vingerafdruk, regels)
SELECT
    %(as_of)s,
    %(vingerafdruk)s,
    count(*)
FROM mart.prestatie
ON CONFLICT (enig) DO UPDATE SET
    as_of = excluded.as_of,
    vingerafdruk = excluded.vingerafdruk,
    regels = excluded.regels
