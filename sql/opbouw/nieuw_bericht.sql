-- The messages that are new to the marts. Fixed at the start: what is processed meanwhile waits for the next.
CREATE TEMPORARY TABLE opbouw_bericht ON COMMIT DROP AS
SELECT bericht_id
FROM mart.te_verwerken
WHERE bekend_vanaf <= %(as_of)s;
ALTER TABLE opbouw_bericht ADD PRIMARY KEY (bericht_id);
ANALYZE opbouw_bericht
