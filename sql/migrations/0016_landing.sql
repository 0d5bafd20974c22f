-- Part landing: how the bytes are stored.
SELECT 1;
