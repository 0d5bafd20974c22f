-- Lines missing from the mart, lines only there, and lines whose cents differ.
SELECT
    bericht_id,
    regelnummer
FROM (
    SELECT
        bericht_id,
        regelnummer,
        saldo_cent
    FROM core.prestatie
    WHERE bekend_vanaf <= %(as_of)s
) AS c
FULL JOIN mart.prestatie AS m USING (bericht_id, regelnummer)
WHERE c.saldo_cent IS DISTINCT FROM m.saldo_cent
