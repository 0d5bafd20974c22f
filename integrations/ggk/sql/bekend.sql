-- Which of these envelopes are kept already, with the digest of their message. The lock is that of every
-- reception (see receive.sql of the inbox); it keeps the answer true until the commit. A commit returns
-- when it is on disk.
SET LOCAL synchronous_commit = on;
SELECT pg_advisory_xact_lock(7001302);
SELECT
    e.sleutel,
    b.sha256,
    e.bevestiging_nummer,
    e.ontvangen_op
FROM landing.envelop AS e
INNER JOIN landing.bericht AS b ON e.bericht_id = b.bericht_id
WHERE e.sleutel = any(%(sleutels)s);
