INSERT INTO quality.run (soort, as_of, nieuwe_berichten, is_volledig)
VALUES (%(soort)s, %(as_of)s, %(nieuwe_berichten)s, %(is_volledig)s)
RETURNING run_id
