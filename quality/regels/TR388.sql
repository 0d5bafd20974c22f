-- A period ends on the last day of its month, or with the allocation. After the allocation is TR308.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('De productperiode eindigt op %%s in plaats van op %%s.', einddatum, hoort) AS toelichting
FROM (
    SELECT
        p.*,
        t.einddatum AS toewijzing_einddatum,
        least((p.maand + interval '1 month' - interval '1 day')::date, t.einddatum) AS hoort
    FROM %(bereik)s AS p
    INNER JOIN quality.geldige_toewijzing AS t
        USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
    WHERE p.debet_credit = 'D'
) AS regel
WHERE einddatum <> hoort AND (toewijzing_einddatum IS NULL OR einddatum <= toewijzing_einddatum)
