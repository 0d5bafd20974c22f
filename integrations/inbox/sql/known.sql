-- Which of these messages landing holds already; the lock (see receive.sql) keeps that true until the commit.
SELECT pg_advisory_xact_lock(7001302);
SELECT sha256
FROM landing.bericht
WHERE sha256 = any(%(sha256)s);
