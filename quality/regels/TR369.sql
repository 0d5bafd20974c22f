-- As TR322, in cents: the finding sits on the line that passes the budget, and on one that alone is more.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    format('Samen met eerdere maanden %%s cent, het budget is %%s cent.', eerder + saldo_cent, budget_cent)
        AS toelichting
FROM (
    SELECT
        p.*,
        t.budget_cent,
        coalesce(sum(p.saldo_cent) FILTER (WHERE a.bericht_id IS NULL) OVER (
            PARTITION BY p.gemeente_code, p.toewijzing_nummer
            ORDER BY p.begindatum, d.dagtekening, p.bericht_id, p.regelnummer
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS eerder
    FROM %(bereik)s AS p
    INNER JOIN quality.lopende_debetregel_op(%(as_of)s) USING (bericht_id, regelnummer)
    INNER JOIN quality.geldige_toewijzing AS t
        USING (gemeente_code, aanbieder_agb_code, client_pseudoniem, toewijzing_nummer)
    INNER JOIN core.declaratie AS d ON p.bericht_id = d.bericht_id
    LEFT JOIN quality.stand_afgewezen_regel AS a
        ON p.bericht_id = a.bericht_id AND p.regelnummer = a.regelnummer
    WHERE t.budget_cent IS NOT NULL
) AS regel
WHERE eerder + saldo_cent > budget_cent AND (eerder <= budget_cent OR saldo_cent > budget_cent)
