-- Whether the present has moved on from as_of: a later moment was judged, or a release made at this very one.
SELECT
    EXISTS (
        SELECT
        FROM quality.run
        WHERE soort = 'regels' AND as_of > %(as_of)s
    )
    OR EXISTS (
        SELECT
        FROM publish.uitgave
        WHERE as_of = %(as_of)s
    ) AS is_voorbij
