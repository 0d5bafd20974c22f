-- Volume, unit and frequency come together or not at all.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    NULL::bigint AS bedrag_cent,
    'De toewijzing noemt een productcode, het verzoek geen omvang.'
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.wijzigingsproduct_op(%(as_of)s) AS p
    ON b.bericht_id = p.bericht_id AND b.regelnummer = p.regelnummer
WHERE
    p.soort = 'te wijzigen'
    AND p.is_toegewezen
    AND p.toegewezen_code IS NOT NULL
    AND p.volume IS NULL
