-- A publication with known content adds nothing: no row comes back.
INSERT INTO cbs.publicatie (tabel, titel, gewijzigd_op, opgehaald_op, bron, inhoud)
VALUES (%(tabel)s, %(titel)s, %(gewijzigd_op)s, %(opgehaald_op)s, %(bron)s, %(inhoud)s)
ON CONFLICT (tabel, sha256) DO NOTHING
RETURNING vintage_id
