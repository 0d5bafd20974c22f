-- Part regels: what the rules across messages need more.
SELECT 1;
