-- Which of these messages landing holds already. The lock (see receive.sql) keeps the answer true until the commit.
SELECT pg_advisory_xact_lock(7001302);
SELECT sha256
FROM landing.bericht
WHERE sha256 = ANY(%(sha256)s);
