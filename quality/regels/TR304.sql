-- A child of whom this municipality has no message, or a line on an allocation of another child. A number that
-- cannot exist is left to CS002.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    CASE
        WHEN t.bericht_id IS NULL THEN 'De jeugdige komt in geen ander bericht van deze gemeente voor.'
        ELSE 'De toewijzing waarop is gedeclareerd, is van een andere jeugdige.'
    END AS toelichting
FROM core.prestatie AS p
LEFT JOIN quality.geldige_toewijzing_op(%(as_of)s) AS t
    ON
        p.gemeente_code = t.gemeente_code
        AND p.aanbieder_agb_code = t.aanbieder_agb_code
        AND p.toewijzing_nummer = t.toewijzing_nummer
LEFT JOIN (
    SELECT DISTINCT gemeente_code, client_pseudoniem FROM core.client WHERE bekend_vanaf <= %(as_of)s
) AS c
    ON p.gemeente_code = c.gemeente_code AND p.client_pseudoniem = c.client_pseudoniem
WHERE
    p.bekend_vanaf <= %(as_of)s
    AND p.is_bsn_geldig
    AND (
        t.client_pseudoniem <> p.client_pseudoniem
        OR (t.client_pseudoniem IS NULL AND c.client_pseudoniem IS NULL)
    )
