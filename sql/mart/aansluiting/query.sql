-- A count n of CBS is rounded to fives and stands for n-2..n+2, a secret one for 0..7.
WITH ontvangen AS (
    SELECT DISTINCT
        gemeente_code,
        extract(YEAR FROM maand)::integer AS jaar,
        CASE WHEN extract(MONTH FROM maand) <= 6 THEN 1 ELSE 2 END AS halfjaar
    FROM mart.koppeling
),

laatste AS (
    SELECT vintage_id
    FROM cbs.publicatie
    WHERE tabel = '85099NED' AND opgehaald_op <= %(as_of)s
    ORDER BY gewijzigd_op DESC, opgehaald_op DESC, vintage_id DESC
    LIMIT 1
),

cel AS (
    SELECT
        *,
        CASE WHEN is_geheim OR aantal < 2 THEN 0 ELSE aantal - 2 END AS ondergrens,
        CASE WHEN is_geheim THEN 7 ELSE aantal + 2 END AS bovengrens
    FROM cbs.jeugdigen_85099ned
    WHERE
        vintage_id = (SELECT laatste.vintage_id FROM laatste)
        AND gemeente_code IN (SELECT ontvangen.gemeente_code FROM ontvangen)
        AND halfjaar IS NOT NULL
        AND hulpvorm IS NOT NULL
)

SELECT
    gemeente_code,
    jaar,
    halfjaar,
    hulpvorm,
    coalesce(eigen.jeugdigen, CASE WHEN ontvangen.gemeente_code IS NOT NULL THEN 0 END) AS eigen_jeugdigen,
    cel.aantal AS cbs_jeugdigen,
    CASE WHEN cel.vintage_id IS NULL THEN 'niet gepubliceerd' ELSE cel.reden END AS cbs_reden,
    cel.ondergrens AS cbs_ondergrens,
    cel.bovengrens AS cbs_bovengrens,
    cel.status AS cbs_status,
    cel.vintage_id
FROM mart.telling_hulpvorm AS eigen
FULL JOIN cel USING (gemeente_code, jaar, halfjaar, hulpvorm)
LEFT JOIN ontvangen USING (gemeente_code, jaar, halfjaar)
WHERE eigen.jeugdigen > 0 OR cel.reden IS DISTINCT FROM 'kan niet voorkomen'
