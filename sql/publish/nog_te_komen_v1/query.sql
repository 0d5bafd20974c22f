-- 1.2816: of a normal distribution four in five lie within so many standard deviations.
SELECT
    n.gemeente_code,
    n.maand,
    n.zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    (n.bekend_cent / 100.0)::numeric(14, 2) AS bekend_euro,
    (n.nog_te_komen_cent / 100.0)::numeric(14, 2) AS nog_te_komen_euro,
    ((n.nog_te_komen_cent - m.marge_cent) / 100.0)::numeric(14, 2) AS ondergrens_euro,
    ((n.nog_te_komen_cent + m.marge_cent) / 100.0)::numeric(14, 2) AS bovengrens_euro,
    CASE
        WHEN n.bekend_cent >= 0 AND n.bekend_cent + n.nog_te_komen_cent > 0
            THEN round(100.0 * n.bekend_cent / (n.bekend_cent + n.nog_te_komen_cent), 2)
    END AS bekend_procent,
    n.methode
FROM mart.nog_te_komen AS n
CROSS JOIN
    LATERAL (
        SELECT 1.2816 * sqrt(n.toeval_cent::numeric ^ 2 + n.patroon_cent::numeric ^ 2) AS marge_cent
    ) AS m
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
