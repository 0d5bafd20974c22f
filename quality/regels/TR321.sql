-- One line against the volume that fits in its period; minutes fit 60 to an hour. Units that do not match are
-- left to TR341. A credit takes back a line that was judged itself.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Gedeclareerd %%s, in de periode past %%s (eenheid %%s).', geleverd_volume, past, eenheid)
        AS toelichting
FROM (
    SELECT
        p.*,
        t.volume::bigint * CASE WHEN p.eenheid = t.eenheid THEN 1 ELSE 60 END
        * quality.keren_in_periode(t.frequentie, t.eenheid, p.begindatum, p.einddatum, t.einddatum) AS past
    FROM %(bereik)s AS p
    INNER JOIN quality.geldige_toewijzing AS t
        USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
    WHERE
        p.debet_credit = 'D'
        AND (p.eenheid = t.eenheid OR (p.eenheid = '01' AND t.eenheid = '04'))
) AS regel
WHERE geleverd_volume > past
