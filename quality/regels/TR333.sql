-- The number of a declaration, within one provider and municipality; the first received stands. The finding
-- is on the whole message.
SELECT
    bericht_id,
    NULL::integer AS regelnummer,
    gemeente_code,
    totaal_saldo_cent AS bedrag_cent,
    format('DeclaratieNummer al gebruikt in bericht %%s.', eerste_bericht_id) AS toelichting
FROM (
    SELECT
        d.*,
        first_value(bericht_id) OVER (
            PARTITION BY gemeente_code, aanbieder_agb_code, declaratie_nummer
            ORDER BY bekend_vanaf, bericht_id
        ) AS eerste_bericht_id
    FROM quality.declaratie_op(%(as_of)s) AS d
) AS geordend
WHERE bericht_id <> eerste_bericht_id
