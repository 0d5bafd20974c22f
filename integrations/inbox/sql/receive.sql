-- One message into landing; no row comes back when the same bytes are there already.
-- Who receives takes the lock first: two receptions of the same messages could wait for each other for ever.
SELECT pg_advisory_xact_lock(7001302);
INSERT INTO landing.bericht (bestandsnaam, kanaal, ontvangen_op, inhoud, sha256)
VALUES (%(bestandsnaam)s, %(kanaal)s, %(ontvangen_op)s, %(inhoud)s, %(sha256)s)
ON CONFLICT (sha256) DO NOTHING
RETURNING bericht_id;
