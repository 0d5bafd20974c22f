-- An earlier start on the same product of the allocation, with another first day, that no stop had ended yet.
SELECT DISTINCT ON (m.bericht_id, m.regelnummer)
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('De start van %%s was nog niet gestopt.', e.begindatum) AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.stand_regiemelding AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
INNER JOIN quality.stand_regiemelding AS e
    ON
        (m.client_pseudoniem, m.gemeente_code, m.aanbieder_agb_code, m.toewijzing_nummer, m.soort)
        = (e.client_pseudoniem, e.gemeente_code, e.aanbieder_agb_code, e.toewijzing_nummer, e.soort)
WHERE
    m.soort = 'start'
    AND m.is_geldig
    AND e.is_geldig
    AND m.begindatum <> e.begindatum
    AND (m.product_categorie, m.product_code) IS NOT DISTINCT FROM (e.product_categorie, e.product_code)
    AND (e.dagtekening, e.begindatum, e.bericht_id) < (m.dagtekening, m.begindatum, m.bericht_id)
    AND NOT EXISTS (
        SELECT
        FROM quality.stand_regiemelding AS s
        WHERE
            (s.client_pseudoniem, s.sleutel, s.soort) = (e.client_pseudoniem, e.sleutel, 'stop')
            AND s.is_geldig
            AND s.dagtekening <= m.dagtekening
    )
ORDER BY m.bericht_id, m.regelnummer, e.dagtekening, e.begindatum
