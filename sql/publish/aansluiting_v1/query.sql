SELECT
    a.gemeente_code,
    a.jaar,
    a.halfjaar,
    a.hulpvorm,
    (
        SELECT c.betekenis
        FROM mapping.codelijst AS c
        WHERE c.lijst = 'BIJ_hulpvorm' AND c.code = a.hulpvorm
        ORDER BY c.geldig_vanaf DESC
        LIMIT 1
    ) AS hulpvorm_naam,
    a.eigen_jeugdigen,
    a.cbs_jeugdigen,
    a.cbs_ondergrens,
    a.cbs_bovengrens,
    a.cbs_reden,
    a.cbs_status,
    a.verschil,
    a.is_binnen_afronding,
    p.gewijzigd_op::date AS cbs_gewijzigd_op
FROM mart.aansluiting AS a
LEFT JOIN cbs.publicatie AS p USING (vintage_id)
