-- What rules read beside messages: the lists of this release, and the product books.
SELECT
    coalesce((SELECT vingerafdruk FROM mapping.referentie), '') AS lijsten,
    (
        SELECT coalesce(md5(string_agg(k::text, e'\n' ORDER BY k.koppeling_id)), '')
        FROM mapping.koppeling AS k
    ) AS koppelingen
