-- What is not in the future is left to TR357.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Gevraagd vanaf %%s, toegewezen vanaf %%s.', p.gewenste_ingangsdatum, p.toegewezen_van)
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.wijzigingsproduct_op(%(as_of)s) AS p
    ON b.bericht_id = p.bericht_id AND b.regelnummer = p.regelnummer
WHERE
    p.soort = 'te wijzigen'
    AND p.is_toegewezen
    AND p.gewenste_ingangsdatum > p.dagtekening
    AND p.gewenste_ingangsdatum <> p.toegewezen_van
    AND (
        p.budget_cent IS DISTINCT FROM p.toegewezen_budget_cent
        OR (
            '6' IN (p.frequentie, p.toegewezen_frequentie)
            AND (p.volume, p.frequentie) IS DISTINCT FROM (p.toegewezen_volume, p.toegewezen_frequentie)
        )
    )
