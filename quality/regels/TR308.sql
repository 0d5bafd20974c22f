-- The period ends after the allocation does; an allocation without end date has no end.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('De productperiode eindigt op %%s, de toewijzing op %%s.', p.einddatum, t.einddatum)
        AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.geldige_toewijzing AS t
    USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
WHERE p.einddatum > t.einddatum
