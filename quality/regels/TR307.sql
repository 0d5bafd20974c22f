-- The period starts before the allocation does.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('De productperiode begint op %%s, de toewijzing op %%s.', p.begindatum, t.ingangsdatum)
        AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.geldige_toewijzing AS t
    USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
WHERE p.begindatum < t.ingangsdatum
