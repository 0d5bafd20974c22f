-- Granted according to the answer, against what the mart counts as not rejected.
SELECT
    a.bericht_id,
    NULL::integer AS regelnummer,
    a.gemeente_code,
    toegekend - p.niet_afgewezen AS bedrag_cent,
    format('Toegekend %%s cent, niet afgewezen %%s cent.', toegekend, p.niet_afgewezen) AS toelichting
FROM quality.antwoord_op(%(as_of)s) AS b
INNER JOIN core.declaratie_antwoord AS a ON b.antwoord_bericht_id = a.bericht_id
CROSS JOIN quality.saldo(a.totaal_toegekend_bedrag_cent, a.totaal_toegekend_debet_credit) AS toegekend
INNER JOIN (
    SELECT
        bericht_id,
        coalesce(sum(saldo_cent) FILTER (WHERE lot <> 'afgewezen'), 0) AS niet_afgewezen
    FROM mart.prestatie
    GROUP BY bericht_id
) AS p ON b.declaratie_bericht_id = p.bericht_id
WHERE toegekend <> p.niet_afgewezen
