-- The answer points at one declaration by identification and at another by number. When there is none by
-- identification, TR337 says so.
SELECT
    a.bericht_id,
    NULL::integer AS regelnummer,
    a.gemeente_code,
    quality.saldo(a.totaal_ingediend_bedrag_cent, a.totaal_ingediend_debet_credit) AS bedrag_cent,
    format('De declaratie in bericht %%s heeft een ander DeclaratieNummer.', d.bericht_id) AS toelichting
FROM %(bereik)s AS a
INNER JOIN core.declaratie AS d
    ON
        a.aanbieder_agb_code = d.aanbieder_agb_code
        AND a.gemeente_code = d.gemeente_code
        AND a.declaratie_identificatie = d.identificatie
        AND a.declaratie_dagtekening = d.dagtekening
WHERE d.bekend_vanaf <= %(as_of)s AND a.declaratie_nummer <> d.declaratie_nummer
