-- Part opbouw: what a rebuild of the marts has to touch.
SELECT 1;
