-- The number itself stays in landing; core only knows whether it passed the test.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    'Het burgerservicenummer voldoet niet aan de elfproef.' AS toelichting
FROM core.prestatie
WHERE bekend_vanaf <= %(as_of)s AND NOT is_bsn_geldig
