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
    SELECT DISTINCT ON (v.toewijzing_nummer) v.*
    FROM core.toewijzing AS v
    INNER JOIN landing.bericht AS tb USING (bericht_id)
    WHERE
        (v.client_pseudoniem, v.gemeente_code) = (b.client_pseudoniem, b.gemeente_code)
        AND v.aanbieder_agb_code = b.aanbieder_agb_code
        AND v.bekend_vanaf <= %(as_of)s
        AND tb.dagtekening < h.dagtekening
        AND v.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    ORDER BY v.toewijzing_nummer DESC, v.toewijzingsdatum DESC, v.toewijzingstijd DESC, v.bericht_id DESC
) AS t ON TRUE
WHERE
    b.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    AND coalesce(t.einddatum >= h.dagtekening, TRUE)
    AND (coalesce(t.reden_wijziging, '') NOT IN ('01', '13') OR t.einddatum <> t.ingangsdatum)
    AND NOT EXISTS (
        SELECT
        FROM core.toewijzing AS x
        WHERE
            x.bericht_id = b.bericht_id
            AND x.gemeente_code = t.gemeente_code
            AND x.toewijzing_nummer = t.toewijzing_nummer
    )
GROUP BY b.bericht_id, b.regelnummer, b.gemeente_code
