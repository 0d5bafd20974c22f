-- New messages and nothing else: for rules within one message, whose verdict no other message changes.
SELECT *
FROM core.verwerkt_bericht
WHERE bekend_vanaf <= %(as_of)s AND bericht_id IN (SELECT bericht_id FROM nieuw_bericht)
