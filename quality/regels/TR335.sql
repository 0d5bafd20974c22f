SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    format(
        'De hulp eindigde op %%s, gedeclareerd op %%s.', p.einddatum, d.declaratie_dagtekening
    ) AS toelichting
FROM %(bereik)s AS p
INNER JOIN core.declaratie AS d USING (bericht_id)
WHERE p.einddatum < d.declaratie_dagtekening - interval '5 years'
