SELECT
    b.gemeente_code,
    b.regel_id,
    r.titel,
    r.dimensie,
    r.ernst,
    r.gevolg,
    count(*) AS bevindingen,
    count(DISTINCT b.bericht_id) AS berichten,
    (sum(abs(b.bedrag_cent::bigint)) / 100.0)::numeric(14, 2) AS bedrag_euro,
    r.tekst,
    r.remedie
FROM mart.stand AS s
INNER JOIN quality.bevinding AS b
    ON s.as_of >= b.bekend_vanaf AND (b.opgelost_op IS NULL OR s.as_of < b.opgelost_op)
INNER JOIN quality.regel AS r USING (regel_id)
WHERE b.gemeente_code IS NOT NULL
GROUP BY b.gemeente_code, b.regel_id, r.titel, r.dimensie, r.ernst, r.gevolg, r.tekst, r.remedie
