SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent AS bedrag_cent,
    format('De declaratieperiode begint op %%s.', d.declaratie_periode_begindatum) AS toelichting
FROM %(bereik)s AS d
WHERE d.declaratie_periode_begindatum < date '2021-01-01'
UNION ALL
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent,
    format('De productperiode begint op %%s.', p.begindatum)
FROM %(bereik)s AS d
INNER JOIN core.prestatie AS p ON d.bericht_id = p.bericht_id
WHERE p.begindatum < date '2021-01-01'
