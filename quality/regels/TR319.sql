-- Later than the declaration's own period: care that was not delivered yet.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format(
        'De productperiode eindigt op %%s, de declaratieperiode op %%s.',
        p.einddatum,
        d.declaratie_periode_einddatum
    ) AS toelichting
FROM %(bereik)s AS p
INNER JOIN core.declaratie AS d USING (bericht_id)
WHERE p.einddatum > d.declaratie_periode_einddatum
