-- Part grootboek: the ledger of lines.
SELECT 1;
