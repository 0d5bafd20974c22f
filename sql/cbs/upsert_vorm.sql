INSERT INTO cbs.vorm (vintage_id, hulpvorm_sleutel, titel, soort, hulpvorm)
VALUES (%(vintage_id)s, %(sleutel)s, %(titel)s, %(soort)s, %(hulpvorm)s)
ON CONFLICT (vintage_id, hulpvorm_sleutel) DO UPDATE SET soort = excluded.soort, hulpvorm = excluded.hulpvorm
