SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    0::bigint AS bedrag_cent,
    'Het totaal van de declaratie is nul en staat als credit.' AS toelichting
FROM %(bereik)s AS b
INNER JOIN core.declaratie AS d ON b.bericht_id = d.bericht_id
WHERE d.totaal_ingediend_bedrag_cent = 0 AND d.totaal_debet_credit = 'C'
UNION ALL
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    0,
    'Het bedrag van de prestatie is nul en staat als credit.'
FROM %(bereik)s AS b
INNER JOIN core.prestatie AS p ON b.bericht_id = p.bericht_id
WHERE p.ingediend_bedrag_cent = 0 AND p.debet_credit = 'C'
UNION ALL
SELECT
    a.bericht_id,
    NULL,
    a.gemeente_code,
    0,
    'Het toegekende totaal is nul en staat als credit.'
FROM %(bereik)s AS b
INNER JOIN core.declaratie_antwoord AS a ON b.bericht_id = a.bericht_id
WHERE a.totaal_toegekend_bedrag_cent = 0 AND a.totaal_toegekend_debet_credit = 'C'
