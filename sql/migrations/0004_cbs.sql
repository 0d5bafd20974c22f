-- cbs: filled below.
SELECT 1;
