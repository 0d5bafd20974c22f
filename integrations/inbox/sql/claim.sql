-- The next waiting messages, with row locks that last until the end of the transaction. What somebody else
-- holds comes back without its moment of reception, so that a worker knows how far it looked.
-- Losing the last commits in a crash of the server is harmless here: such messages wait again in landing.
SET LOCAL synchronous_commit = off;
-- A worker whose machine disappears gives its messages back after this long.
SET LOCAL idle_in_transaction_session_timeout = '10min';
WITH wachtend AS MATERIALIZED (
    SELECT
        bericht_id,
        sum(grootte_bytes) OVER (ORDER BY bericht_id) - grootte_bytes AS bytes_ervoor
    FROM (
        SELECT
            bericht_id,
            grootte_bytes
        FROM landing.bericht
        WHERE
            status = 'ontvangen'
            AND bericht_id > %(na)s
            AND bericht_id <= coalesce(%(tot)s, bericht_id)
            AND bericht_id <> all(%(overslaan)s::bigint[])
        ORDER BY bericht_id
        LIMIT %(hoogstens)s
    ) AS eerste
),

geclaimd AS (
    SELECT
        bericht_id,
        bestandsnaam,
        ontvangen_op,
        grootte_bytes
    FROM landing.bericht
    WHERE
        status = 'ontvangen'
        AND bericht_id IN (
            SELECT wachtend.bericht_id
            FROM wachtend
            WHERE wachtend.bytes_ervoor < %(bytes)s
        )
    ORDER BY bericht_id
    FOR UPDATE SKIP LOCKED
)

SELECT
    wachtend.bericht_id,
    geclaimd.bestandsnaam,
    geclaimd.ontvangen_op,
    geclaimd.grootte_bytes
FROM wachtend
LEFT JOIN geclaimd USING (bericht_id)
WHERE wachtend.bytes_ervoor < %(bytes)s
ORDER BY wachtend.bericht_id;
