-- The number itself stays in landing; core only knows whether it passed the test.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    'Het burgerservicenummer voldoet niet aan de elfproef.' AS toelichting
FROM %(bereik)s AS p
WHERE NOT p.is_bsn_geldig
