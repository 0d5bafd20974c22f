-- Without a number the message is about care without allocation. An allocation that was removed only later
-- was there when the start or stop was sent.
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    CASE
        WHEN t.bericht_id IS NULL THEN 'De gemeente gaf deze aanbieder geen toewijzing met dit nummer.'
        WHEN t.reden_wijziging = '13' AND t.toewijzingsdatum <= m.dagtekening
            THEN format('De toewijzing was al verwijderd op %%s.', t.toewijzingsdatum)
        ELSE 'De toewijzing is van een andere jeugdige.'
    END AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.stand_regiemelding AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
LEFT JOIN quality.stand_toewijzing AS t
    ON
        m.gemeente_code = t.gemeente_code
        AND m.toewijzing_nummer = t.toewijzing_nummer
        AND m.aanbieder_agb_code = t.aanbieder_agb_code
WHERE
    m.is_geldig
    AND m.toewijzing_nummer IS NOT NULL
    AND (
        t.bericht_id IS NULL
        OR t.client_pseudoniem <> m.client_pseudoniem
        OR (t.reden_wijziging = '13' AND t.toewijzingsdatum <= m.dagtekening)
    )
