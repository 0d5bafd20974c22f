-- These lists stand in the tables now, and are the last.
INSERT INTO mapping.referentie (vingerafdruk, bekend_vanaf, lijsten)
SELECT
    %(vingerafdruk)s,
    %(as_of)s,
    mapping.lijsten()
