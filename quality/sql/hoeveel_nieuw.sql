-- New messages beside those that earlier runs judged, counted from the last run that judged everything.
SELECT
    (SELECT count(*) FROM nieuw_bericht) AS nieuw,
    (
        SELECT coalesce(sum(nieuwe_berichten), 0)::bigint
        FROM quality.run AS r
        WHERE
            r.soort = 'regels'
            AND r.run_id >= (
                SELECT max(run_id)
                FROM quality.run
                WHERE soort = 'regels' AND is_volledig
            )
    ) AS beoordeeld
