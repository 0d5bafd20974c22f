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
    SELECT DISTINCT ON (t.toewijzing_nummer) t.*
    FROM core.toewijzing AS t
    INNER JOIN landing.bericht AS tb USING (bericht_id)
    WHERE
        (t.client_pseudoniem, t.gemeente_code) = (b.client_pseudoniem, b.gemeente_code)
        AND t.aanbieder_agb_code = b.aanbieder_agb_code
        AND t.bekend_vanaf <= %(as_of)s
        AND tb.dagtekening < h.dagtekening
        AND t.bericht_id NOT IN (SELECT bericht_id FROM quality.stand_afgekeurd_bericht)
    ORDER BY t.toewijzing_nummer DESC, t.toewijzingsdatum DESC, t.toewijzingstijd DESC, t.bericht_id DESC
) AS t ON TRUE
LEFT JOIN core.wijzigingsproduct AS p
    ON b.bericht_id = p.bericht_id AND t.toewijzing_nummer = p.toewijzing_nummer
WHERE
    p.bericht_id IS NULL
    AND coalesce(t.einddatum >= h.dagtekening, TRUE)
    AND (coalesce(t.reden_wijziging, '') NOT IN ('01', '13') OR t.einddatum <> t.ingangsdatum)
GROUP BY b.bericht_id, b.gemeente_code
