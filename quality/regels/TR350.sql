-- The allocation as the provider could know it on the date of the request.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    NULL::bigint AS bedrag_cent,
    CASE
        WHEN p.is_toegewezen THEN format('De toewijzing liep af op %%s.', p.toegewezen_tot)
        ELSE 'Er is geen toewijzing van deze jeugdige bij deze aanbieder met dit nummer.'
    END AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.wijzigingsproduct_op(%(as_of)s) AS p
    ON b.bericht_id = p.bericht_id AND b.regelnummer = p.regelnummer
WHERE p.soort = 'ongewijzigd' AND (NOT p.is_toegewezen OR p.toegewezen_tot < p.dagtekening)
