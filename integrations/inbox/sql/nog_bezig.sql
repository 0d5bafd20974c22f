-- What waits of what was received by as_of, and which transactions were storing messages at the first look
-- (when schrijvers is NULL) and still are.
SELECT
    (
        SELECT count(*)
        FROM landing.bericht
        WHERE status = 'ontvangen' AND ontvangen_op <= %(as_of)s
    ) AS wachtend,
    (
        SELECT coalesce(array_agg(l.virtualtransaction), '{}')
        FROM pg_locks AS l
        INNER JOIN pg_database AS d ON l.database = d.oid AND d.datname = current_database()
        WHERE
            l.relation = 'landing.bericht'::regclass
            AND l.mode = 'RowExclusiveLock'
            AND l.granted
            AND (%(schrijvers)s::text[] IS NULL OR l.virtualtransaction = any(%(schrijvers)s::text[]))
    ) AS schrijvers
