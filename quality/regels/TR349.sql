-- Allocations that the provider could know on the day before, in the version sent last by then.
SELECT
    b.bericht_id,
    NULL::integer AS regelnummer,
    b.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Aantal toewijzingen die er niet in staan: %%s.', count(*)) AS toelichting
FROM %(bereik)s AS b
INNER JOIN landing.bericht AS h ON b.bericht_id = h.bericht_id
INNER JOIN LATERAL (
    SELECT *
    FROM quality.toegewezen_op_dag(
        b.client_pseudoniem, b.gemeente_code, b.aanbieder_agb_code, h.dagtekening, %(as_of)s
    )
) AS t ON TRUE
LEFT JOIN core.wijzigingsproduct AS p
    ON b.bericht_id = p.bericht_id AND t.toewijzing_nummer = p.toewijzing_nummer
WHERE p.bericht_id IS NULL
GROUP BY b.bericht_id, b.gemeente_code
