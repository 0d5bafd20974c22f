-- mart: filled below.
SELECT 1;
