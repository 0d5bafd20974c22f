-- The removal that stands, of an allocation with lines that were approved: declared before it, answered, not
-- rejected and not taken back.
SELECT
    t.bericht_id,
    t.regelnummer,
    t.gemeente_code,
    sum(p.saldo_cent) AS bedrag_cent,
    format('%%s goedgekeurde regels op deze toewijzing.', count(*)) AS toelichting
FROM %(bereik)s AS t
INNER JOIN quality.stand_toewijzing USING (bericht_id, regelnummer)
INNER JOIN core.prestatie AS p
    ON t.gemeente_code = p.gemeente_code AND t.toewijzing_nummer = p.toewijzing_nummer
INNER JOIN core.declaratie AS d ON p.bericht_id = d.bericht_id
LEFT JOIN quality.stand_afgewezen_regel AS a ON p.bericht_id = a.bericht_id AND p.regelnummer = a.regelnummer
WHERE
    t.reden_wijziging = '13'
    AND t.aanbieder_agb_code = p.aanbieder_agb_code
    AND p.debet_credit = 'D'
    AND p.bekend_vanaf <= %(as_of)s
    AND d.dagtekening <= t.toewijzingsdatum
    AND a.bericht_id IS NULL
    AND p.bericht_id IN (SELECT declaratie_bericht_id FROM quality.antwoord_op(%(as_of)s))
    AND NOT EXISTS (
        SELECT FROM quality.staande_creditregel_op(%(as_of)s) AS c
        WHERE
            c.gemeente_code = p.gemeente_code AND c.aanbieder_agb_code = p.aanbieder_agb_code
            AND c.vorig_referentie_nummer = p.referentie_nummer
    )
GROUP BY t.bericht_id, t.regelnummer, t.gemeente_code
