-- An unknown category, or a path that contradicts it.
SELECT
    p.bericht_id,
    p.regelnummer
FROM mart.prestatie AS p
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
WHERE
    (p.zorgcategorie IS NULL) <> (p.pad = 'niet gekoppeld')
    OR (p.zorgcategorie IS NOT NULL AND z.naam IS NULL)
