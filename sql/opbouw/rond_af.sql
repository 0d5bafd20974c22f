-- What was new is in the marts now.
DELETE FROM mart.te_verwerken
WHERE bericht_id IN (SELECT bericht_id FROM opbouw_bericht)
