-- The next waiting message that nobody else holds; the row lock lasts until the end of the transaction.
-- Losing the last commits in a crash of the server is harmless here: such a message waits again in landing.
SET LOCAL synchronous_commit = off;
-- A worker whose machine disappears gives its message back after this long.
SET LOCAL idle_in_transaction_session_timeout = '10min';
SELECT
    bericht_id,
    bestandsnaam,
    ontvangen_op
FROM landing.bericht
WHERE status = 'ontvangen' AND bericht_id > %(na)s AND bericht_id <> all(%(mislukt)s::bigint[])
ORDER BY bericht_id
LIMIT 1
FOR UPDATE SKIP LOCKED;
