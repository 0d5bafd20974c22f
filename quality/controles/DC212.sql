-- Granted according to the answer, against what the mart counts as not rejected. Summed per answer from its
-- own lines: joined to sums of all declarations, the planner would go through those sums once an answer.
SELECT
    a.bericht_id,
    NULL::integer AS regelnummer,
    a.gemeente_code,
    toegekend - p.niet_afgewezen AS bedrag_cent,
    format('Toegekend %%s cent, niet afgewezen %%s cent.', toegekend, p.niet_afgewezen) AS toelichting
FROM (
    SELECT
        b.antwoord_bericht_id,
        coalesce(sum(r.saldo_cent) FILTER (WHERE r.lot <> 'afgewezen'), 0) AS niet_afgewezen
    FROM quality.antwoord_op(%(as_of)s) AS b
    INNER JOIN mart.prestatie AS r ON b.declaratie_bericht_id = r.bericht_id
    GROUP BY b.antwoord_bericht_id
) AS p
INNER JOIN core.declaratie_antwoord AS a ON p.antwoord_bericht_id = a.bericht_id
CROSS JOIN quality.saldo(a.totaal_toegekend_bedrag_cent, a.totaal_toegekend_debet_credit) AS toegekend
WHERE toegekend <> p.niet_afgewezen
