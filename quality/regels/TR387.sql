-- A period begins on the first of its month, or with the allocation. Before the allocation is TR307.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format(
        'De productperiode begint op %%s in plaats van op %%s.',
        p.begindatum, greatest(p.maand, t.ingangsdatum)
    ) AS toelichting
FROM %(bereik)s AS p
INNER JOIN quality.geldige_toewijzing AS t
    USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
WHERE p.debet_credit = 'D' AND p.begindatum > greatest(p.maand, t.ingangsdatum)
