-- The messages that this run judges: what was processed since the last one and known at its moment.
DROP TABLE IF EXISTS pg_temp.nieuw_bericht;
CREATE TEMPORARY TABLE nieuw_bericht ON COMMIT DROP AS
SELECT b.bericht_id
FROM landing.bericht AS b
WHERE
    b.ontvangen_op <= %(as_of)s
    AND b.bericht_id IN (SELECT bericht_id FROM quality.te_beoordelen);
ALTER TABLE nieuw_bericht ADD PRIMARY KEY (bericht_id);
ANALYZE nieuw_bericht
