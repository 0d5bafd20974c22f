-- Chance adds up over categories as squares; the pattern, which they may share, as it is.
SELECT
    n.gemeente_code,
    n.maand,
    (n.bekend_cent / 100.0)::numeric(14, 2) AS bekend_totaal_euro,
    (n.nog_te_komen_cent / 100.0)::numeric(14, 2) AS nog_te_komen_totaal_euro,
    ((n.nog_te_komen_cent - m.marge_cent) / 100.0)::numeric(14, 2) AS ondergrens_totaal_euro,
    ((n.nog_te_komen_cent + m.marge_cent) / 100.0)::numeric(14, 2) AS bovengrens_totaal_euro,
    CASE
        WHEN n.bekend_cent >= 0 AND n.bekend_cent + n.nog_te_komen_cent > 0
            THEN round(100.0 * n.bekend_cent / (n.bekend_cent + n.nog_te_komen_cent), 2)
    END AS bekend_totaal_procent,
    (sqrt(n.toeval_kwadraat) / 100.0)::numeric(14, 2) AS toeval_euro,
    (n.patroon_cent / 100.0)::numeric(14, 2) AS patroon_euro
FROM (
    SELECT
        gemeente_code,
        maand,
        sum(bekend_cent) AS bekend_cent,
        sum(nog_te_komen_cent) AS nog_te_komen_cent,
        sum(toeval_cent::numeric ^ 2) AS toeval_kwadraat,
        sum(patroon_cent) AS patroon_cent
    FROM mart.nog_te_komen
    GROUP BY gemeente_code, maand
) AS n
CROSS JOIN LATERAL (SELECT 1.2816 * sqrt(n.toeval_kwadraat + n.patroon_cent ^ 2) AS marge_cent) AS m
