-- A category without a code is left to TR412.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    NULL::bigint AS bedrag_cent,
    'De toewijzing noemt geen product, het verzoek wel een omvang.'
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.wijzigingsproduct_op(%(as_of)s) AS p
    ON b.bericht_id = p.bericht_id AND b.regelnummer = p.regelnummer
WHERE
    p.soort = 'te wijzigen'
    AND p.is_toegewezen
    AND p.volume IS NOT NULL
    AND coalesce(p.einddatum > '2020-12-31'::date, TRUE)
    AND p.toegewezen_categorie IS NULL
