-- What waits of what was received by as_of, and who was storing messages, books or figures at the first look
-- (when bezig is NULL) and still is: transactions by their number, holders of the lock by their process.
SELECT
    (
        SELECT count(*)
        FROM landing.bericht
        WHERE status = 'ontvangen' AND ontvangen_op <= %(as_of)s
    ) AS wachtend,
    (
        SELECT coalesce(array_agg(DISTINCT w.wie), '{}')
        FROM pg_locks AS l
        INNER JOIN pg_database AS d ON l.database = d.oid AND d.datname = current_database()
        CROSS JOIN
            LATERAL (
                SELECT CASE l.locktype WHEN 'advisory' THEN l.pid::text ELSE l.virtualtransaction END AS wie
            ) AS w
        WHERE
            l.granted
            AND (
                (
                    l.relation IN ('landing.bericht'::regclass, 'mapping.koppeling'::regclass)
                    AND l.mode IN ('RowExclusiveLock', 'ShareRowExclusiveLock')
                )
                OR (l.locktype = 'advisory' AND l.classid = 0 AND l.objid = %(slot)s::oid AND l.objsubid = 1)
            )
            AND (%(bezig)s::text[] IS NULL OR w.wie = any(%(bezig)s::text[]))
    ) AS bezig
