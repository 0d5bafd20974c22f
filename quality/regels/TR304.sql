-- A child of whom this municipality has no message, or a line on an allocation of another child. A number
-- that cannot exist is left to CS002.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    CASE
        WHEN t.bericht_id IS NULL THEN 'De jeugdige komt in geen ander bericht van deze gemeente voor.'
        ELSE 'De toewijzing waarop is gedeclareerd, is van een andere jeugdige.'
    END AS toelichting
FROM %(bereik)s AS p
LEFT JOIN quality.geldige_toewijzing AS t
    USING (gemeente_code, aanbieder_agb_code, toewijzing_nummer)
WHERE
    p.is_bsn_geldig
    AND t.client_pseudoniem IS DISTINCT FROM p.client_pseudoniem
    AND (t.bericht_id IS NOT NULL OR NOT EXISTS (
        SELECT
        FROM core.client AS c
        WHERE
            c.client_pseudoniem = p.client_pseudoniem
            AND c.gemeente_code = p.gemeente_code
            AND c.bekend_vanaf <= %(as_of)s
    ))
