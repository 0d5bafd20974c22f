-- The number itself stays in landing; core only knows whether it passed the test.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    'Het burgerservicenummer voldoet niet aan de elfproef.' AS toelichting
FROM %(bereik)s AS b
INNER JOIN core.prestatie AS p ON b.bericht_id = p.bericht_id
WHERE NOT p.is_bsn_geldig
UNION ALL
SELECT
    b.bericht_id,
    NULL,
    b.gemeente_code,
    NULL,
    'Het burgerservicenummer voldoet niet aan de elfproef.'
FROM %(bereik)s AS b
LEFT JOIN core.client AS c USING (bericht_id)
LEFT JOIN core.wijzigingsverzoek AS w USING (bericht_id)
WHERE NOT coalesce(c.is_bsn_geldig, w.is_bsn_geldig, TRUE)
