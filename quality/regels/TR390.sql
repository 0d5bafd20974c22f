-- A debit is taken back once; the first credit received stands.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Al gecrediteerd in bericht %%s, regel %%s.', eerste_bericht_id, eerste_regelnummer) AS toelichting
FROM (
    SELECT
        p.*,
        row_number() OVER volgorde AS volgnummer,
        first_value(p.bericht_id) OVER volgorde AS eerste_bericht_id,
        first_value(p.regelnummer) OVER volgorde AS eerste_regelnummer
    FROM quality.prestatie_op(%(as_of)s) AS p
    WHERE p.debet_credit = 'C' AND p.vorig_referentie_nummer IS NOT NULL
    WINDOW volgorde AS (
        PARTITION BY gemeente_code, aanbieder_agb_code, vorig_referentie_nummer
        ORDER BY bekend_vanaf, bericht_id, regelnummer
    )
) AS geordend
WHERE volgnummer > 1
