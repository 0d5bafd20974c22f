-- Within one provider and municipality, for a municipality does not see the messages of another. The first
-- received stands.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Al gebruikt in bericht %%s, regel %%s.', eerste_bericht_id, eerste_regelnummer) AS toelichting
FROM (
    SELECT
        p.*,
        row_number() OVER volgorde AS volgnummer,
        first_value(p.bericht_id) OVER volgorde AS eerste_bericht_id,
        first_value(p.regelnummer) OVER volgorde AS eerste_regelnummer
    FROM quality.prestatie_op(%(as_of)s) AS p
    WINDOW volgorde AS (
        PARTITION BY gemeente_code, aanbieder_agb_code, referentie_nummer
        ORDER BY bekend_vanaf, bericht_id, regelnummer
    )
) AS geordend
WHERE volgnummer > 1
