-- Starts that stand (a later status 3 takes one back) on an allocation that ended, without a standing stop.
SELECT
    s.bericht_id,
    s.regelnummer,
    s.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('De toewijzing eindigde op %%s; er is geen stop gemeld.', t.einddatum) AS toelichting
FROM core.start AS s
INNER JOIN quality.geldige_toewijzing_op(%(as_of)s) AS t
    USING (gemeente_code, aanbieder_agb_code, toewijzing_nummer)
WHERE
    s.bekend_vanaf <= %(as_of)s
    AND s.status_aanlevering <> '3'
    AND t.einddatum < (%(as_of)s::timestamptz AT TIME ZONE 'Europe/Amsterdam')::date - 30
    AND NOT EXISTS (
        SELECT FROM core.start AS x
        WHERE
            x.gemeente_code = s.gemeente_code AND x.toewijzing_nummer = s.toewijzing_nummer
            AND x.begindatum = s.begindatum AND x.status_aanlevering = '3'
            AND x.bericht_id > s.bericht_id AND x.bekend_vanaf <= %(as_of)s
    )
    AND NOT EXISTS (
        SELECT FROM core.stop AS x
        WHERE
            x.gemeente_code = s.gemeente_code AND x.toewijzing_nummer = s.toewijzing_nummer
            AND x.begindatum = s.begindatum AND x.status_aanlevering <> '3' AND x.bekend_vanaf <= %(as_of)s
    )
