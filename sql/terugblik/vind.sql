SELECT DISTINCT ON (gemeente_code)
    gemeente_code,
    versies,
    berichten,
    bestanden
FROM publish.uitgave
WHERE week = %(week)s AND as_of = %(as_of)s
ORDER BY gemeente_code ASC, uitgave_id DESC
