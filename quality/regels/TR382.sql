-- Whether the start was sent before the stop or after it does not matter (OP080).
SELECT
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Er is geen start op %%s met dezelfde toewijzing en hetzelfde product.', m.begindatum)
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.stand_regiemelding AS m
    ON b.bericht_id = m.bericht_id AND b.regelnummer = m.regelnummer
WHERE
    m.soort = 'stop'
    AND m.is_geldig
    AND NOT EXISTS (
        SELECT
        FROM quality.stand_regiemelding AS e
        WHERE
            e.client_pseudoniem = m.client_pseudoniem
            AND e.sleutel = m.sleutel
            AND e.soort = 'start'
            AND NOT e.is_afgekeurd
            AND coalesce(e.verwijderd_op > m.dagtekening, TRUE)
    )
