-- What rules read beside messages, as known at as_of: the lists of the release, and the product books.
SELECT
    coalesce(
        (
            SELECT r.vingerafdruk
            FROM mapping.referentie AS r
            WHERE r.bekend_vanaf <= %(as_of)s
            ORDER BY r.bekend_vanaf DESC, r.referentie_id DESC
            LIMIT 1
        ),
        ''
    ) AS lijsten,
    (
        SELECT coalesce(md5(string_agg(k.koppeling_id::text, ',' ORDER BY k.koppeling_id)), '')
        FROM mapping.koppeling_op(%(as_of)s) AS k
    ) AS koppelingen
