-- One line against the volume that fits in its period; minutes fit 60 to an hour. Units that do not match are
-- left to TR341. A credit takes back a line that was judged itself.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format('Gedeclareerd %%s, in de periode past %%s (eenheid %%s).', p.geleverd_volume, m.volume, p.eenheid)
        AS toelichting
FROM core.prestatie AS p
INNER JOIN quality.geldige_toewijzing_op(%(as_of)s) AS t
    USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
CROSS JOIN LATERAL (
    SELECT
        t.volume::bigint * CASE WHEN p.eenheid = t.eenheid THEN 1 ELSE 60 END
        * quality.keren_in_periode(t.frequentie, t.eenheid, p.begindatum, p.einddatum, t.einddatum) AS volume
) AS m
WHERE
    p.bekend_vanaf <= %(as_of)s
    AND p.debet_credit = 'D'
    AND (p.eenheid = t.eenheid OR (p.eenheid = '01' AND t.eenheid = '04'))
    AND p.geleverd_volume > m.volume
