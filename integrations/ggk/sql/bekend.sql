-- Which of these envelopes are kept already, with the digest of what they carry. The lock is that of every
-- reception (see receive.sql of the inbox); it keeps the answer true until the commit. A commit returns
-- when it is on disk.
SET LOCAL synchronous_commit = on;
SELECT pg_advisory_xact_lock(7001302);
SELECT
    sleutel,
    sha256,
    bevestiging_nummer,
    ontvangen_op
FROM landing.envelop
WHERE sleutel = any(%(sleutels)s);
