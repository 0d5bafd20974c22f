-- Part indicatoren: the indicators per area, period and dimension.
SELECT 1;
