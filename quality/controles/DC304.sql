-- Nothing received for 45 days.
SELECT gemeente_code
FROM mart.gemeente
WHERE laatste_ontvangst < %(as_of)s::timestamptz - interval '45 days'
