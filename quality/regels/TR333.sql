-- The number of a declaration, within one provider and municipality; the first received stands. A declaration
-- refused as a whole counts as never sent. The finding is on the whole message.
SELECT
    bericht_id,
    NULL::integer AS regelnummer,
    gemeente_code,
    totaal_saldo_cent AS bedrag_cent,
    format('DeclaratieNummer al gebruikt in bericht %%s.', eerste) AS toelichting
FROM (
    SELECT
        d.*,
        min(bericht_id) FILTER (
            WHERE bericht_id NOT IN (SELECT quality.geweigerde_declaratie_op(%(as_of)s))
        ) OVER (PARTITION BY gemeente_code, aanbieder_agb_code, declaratie_nummer) AS eerste
    FROM core.declaratie AS d
    WHERE bekend_vanaf <= %(as_of)s
) AS declaratie
WHERE bericht_id > eerste
