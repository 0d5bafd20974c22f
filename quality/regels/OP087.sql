-- Allocations that were sent before the day of the message, in the version decided on last by then.
SELECT
    b.bericht_id,
    b.regelnummer,
    b.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Aantal lopende toewijzingen die er niet in staan: %%s.', count(*)) AS toelichting
FROM (
    SELECT DISTINCT ON (e.bericht_id) e.*
    FROM %(bereik)s AS e
    ORDER BY e.bericht_id, e.regelnummer
) AS b
INNER JOIN landing.bericht AS h ON b.bericht_id = h.bericht_id
INNER JOIN LATERAL (
    SELECT *
    FROM quality.toegewezen_op_dag(
        b.client_pseudoniem, b.gemeente_code, b.aanbieder_agb_code, h.dagtekening, %(as_of)s
    )
) AS t ON TRUE
LEFT JOIN core.toewijzing AS x
    ON
        b.bericht_id = x.bericht_id
        AND t.gemeente_code = x.gemeente_code
        AND t.toewijzing_nummer = x.toewijzing_nummer
WHERE
    x.bericht_id IS NULL
    AND b.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
GROUP BY b.bericht_id, b.regelnummer, b.gemeente_code
