-- Part tijdlijn: when a mapping was known.
SELECT 1;
