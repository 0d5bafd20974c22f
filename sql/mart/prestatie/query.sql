INSERT INTO mart.prestatie (
    bericht_id, regelnummer, gemeente_code, aanbieder_agb_code, client_pseudoniem, maand, product_categorie,
    product_code, zorgcategorie, hulpvorm, pad, eenheid, geleverd_volume, saldo_cent, lot, reden
)
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.aanbieder_agb_code,
    p.client_pseudoniem,
    p.maand,
    p.product_categorie,
    p.product_code,
    k.zorgcategorie,
    k.hulpvorm,
    k.pad,
    p.eenheid,
    CASE p.debet_credit WHEN 'D' THEN p.geleverd_volume ELSE -p.geleverd_volume END,
    p.saldo_cent,
    coalesce(l.lot, 'gepubliceerd'),
    l.reden
FROM core.prestatie AS p
INNER JOIN mart.koppeling AS k
    ON
        p.gemeente_code = k.gemeente_code
        AND p.product_categorie = k.product_categorie
        AND p.product_code = k.product_code
        AND p.maand = k.maand
LEFT JOIN mart.lot AS l ON p.bericht_id = l.bericht_id AND p.regelnummer = l.regelnummer
WHERE p.bekend_vanaf <= %(as_of)s
