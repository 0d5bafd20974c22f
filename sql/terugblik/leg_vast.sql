INSERT INTO publish.uitgave (week, gemeente_code, as_of, versies, berichten, bestanden)
SELECT
    %(week)s,
    %(gemeente_code)s,
    %(as_of)s,
    %(versies)s::jsonb,
    %(berichten)s::jsonb,
    %(bestanden)s::jsonb
WHERE NOT EXISTS (
    SELECT
    FROM publish.uitgave
    WHERE
        week = %(week)s
        AND gemeente_code = %(gemeente_code)s
        AND as_of = %(as_of)s
        AND versies = %(versies)s::jsonb
        AND berichten = %(berichten)s::jsonb
        AND bestanden = %(bestanden)s::jsonb
)
