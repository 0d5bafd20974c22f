DELETE FROM quality.stand_regel;
DELETE FROM quality.stand_toewijzing;
DELETE FROM quality.stand_afgewezen_regel;
DELETE FROM quality.stand_geweigerde_declaratie;
DELETE FROM quality.stand_afgekeurd_bericht;
DELETE FROM quality.stand_regiemelding
