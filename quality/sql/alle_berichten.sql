-- A full judgement: every message known at its moment is new to it.
DROP TABLE IF EXISTS pg_temp.nieuw_bericht;
CREATE TEMPORARY TABLE nieuw_bericht ON COMMIT DROP AS
SELECT bericht_id
FROM landing.bericht
WHERE ontvangen_op <= %(as_of)s AND status = 'verwerkt';
ALTER TABLE nieuw_bericht ADD PRIMARY KEY (bericht_id);
ANALYZE nieuw_bericht
