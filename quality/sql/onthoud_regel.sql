INSERT INTO quality.stand_regel (regel_id, vingerafdruk, aantal_gecontroleerd)
VALUES (%(regel_id)s, %(vingerafdruk)s, %(aantal)s)
ON CONFLICT (regel_id) DO UPDATE SET
    vingerafdruk = excluded.vingerafdruk,
    aantal_gecontroleerd = excluded.aantal_gecontroleerd
