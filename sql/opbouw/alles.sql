-- The scope of a full build: everything known.
CREATE TEMPORARY VIEW bereik_regel AS
SELECT *
FROM core.prestatie
WHERE bekend_vanaf <= %(as_of)s;

CREATE TEMPORARY VIEW bereik_combinatie AS
SELECT DISTINCT
    gemeente_code,
    product_categorie,
    product_code,
    maand
FROM bereik_regel;

CREATE TEMPORARY TABLE bereik_toewijzing ON COMMIT DROP AS
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.toewijzing
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM bereik_regel
UNION
SELECT
    gemeente_code,
    toewijzing_nummer
FROM core.regiemelding
WHERE bekend_vanaf <= %(as_of)s AND toewijzing_nummer IS NOT NULL;
ANALYZE bereik_toewijzing;

CREATE TEMPORARY TABLE bereik_jeugdige ON COMMIT DROP AS
SELECT client_pseudoniem
FROM core.client
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.wijzigingsverzoek
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.toewijzing
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.regiemelding
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM core.ingediend_verzoek
WHERE bekend_vanaf <= %(as_of)s
UNION
SELECT client_pseudoniem
FROM bereik_regel;
ANALYZE bereik_jeugdige
