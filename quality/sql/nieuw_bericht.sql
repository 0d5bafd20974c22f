-- The messages that this run judges: what was processed since the last one and known at its moment.
DROP TABLE IF EXISTS pg_temp.nieuw_bericht;
CREATE TEMPORARY TABLE nieuw_bericht ON COMMIT DROP AS
SELECT bericht_id
FROM quality.te_beoordelen
WHERE bekend_vanaf <= %(as_of)s;
ALTER TABLE nieuw_bericht ADD PRIMARY KEY (bericht_id);
ANALYZE nieuw_bericht
