-- Every open finding with the file it sits in, and how severe its rule is.
SELECT
    b.regel_id,
    m.bestandsnaam AS bestand,
    b.regelnummer,
    r.ernst
FROM quality.bevinding AS b
INNER JOIN landing.bericht AS m USING (bericht_id)
INNER JOIN quality.regel AS r USING (regel_id)
WHERE b.opgelost_op IS NULL
