-- After a build of an earlier moment than the one before, what came in since waits again.
INSERT INTO mart.te_verwerken (bericht_id, bekend_vanaf)
SELECT
    bericht_id,
    ontvangen_op
FROM landing.bericht
WHERE status = 'verwerkt' AND ontvangen_op > %(as_of)s
ON CONFLICT DO NOTHING
