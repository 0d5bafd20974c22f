INSERT INTO quality.run (soort, as_of) VALUES (%(soort)s, %(as_of)s) RETURNING run_id
