-- An answer to a declaration that never came in: by identification and date of the message. One that was
-- refused, or that is of another release, did come in.
SELECT
    a.bericht_id,
    NULL::integer AS regelnummer,
    a.gemeente_code,
    (
        SELECT sum(quality.saldo(x.ingediend_bedrag_cent, x.debet_credit))
        FROM core.afgewezen_prestatie AS x
        WHERE x.bericht_id = a.bericht_id
    ) AS bedrag_cent,
    format('Geen declaratie ontvangen met deze identificatie en datum %%s.', a.declaratie_dagtekening)
        AS toelichting
FROM %(bereik)s AS a
LEFT JOIN core.declaratie AS d
    ON
        a.aanbieder_agb_code = d.aanbieder_agb_code
        AND a.gemeente_code = d.gemeente_code
        AND a.declaratie_identificatie = d.identificatie
        AND a.declaratie_dagtekening = d.dagtekening
        AND d.bekend_vanaf <= %(as_of)s
WHERE
    d.bericht_id IS NULL
    AND NOT EXISTS (
        SELECT
        FROM quality.ontvangen_als(
            a.aanbieder_agb_code, a.gemeente_code, '490', 'JW323',
            a.declaratie_identificatie, a.declaratie_dagtekening, %(as_of)s
        )
    )
