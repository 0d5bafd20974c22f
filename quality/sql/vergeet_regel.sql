DELETE FROM quality.stand_regel
WHERE regel_id = %(regel_id)s
