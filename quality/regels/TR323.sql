-- The debit may have arrived later (OP080), but is not dated later and is in another message (TR316). One
-- that was rejected or is held back does not do: the credit would take off euros that were never counted.
SELECT
    c.bericht_id,
    c.regelnummer,
    c.gemeente_code,
    c.saldo_cent AS bedrag_cent,
    'Er is geen eerdere debetregel van deze jeugdige die meetelt en dit nummer heeft.' AS toelichting
FROM %(bereik)s AS c
INNER JOIN core.declaratie AS dc USING (bericht_id)
WHERE
    c.debet_credit = 'C'
    AND NOT EXISTS (
        SELECT
        FROM quality.meetellende_regel_op(%(as_of)s) AS d
        INNER JOIN core.declaratie AS dd USING (bericht_id)
        WHERE
            d.gemeente_code = c.gemeente_code
            AND d.aanbieder_agb_code = c.aanbieder_agb_code
            AND d.client_pseudoniem = c.client_pseudoniem
            AND d.referentie_nummer = c.vorig_referentie_nummer
            AND d.debet_credit = 'D'
            AND d.bericht_id <> c.bericht_id
            AND dd.dagtekening <= dc.dagtekening
    )
