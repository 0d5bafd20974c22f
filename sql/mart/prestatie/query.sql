SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.aanbieder_agb_code,
    p.client_pseudoniem,
    p.toewijzing_nummer,
    p.referentie_nummer,
    p.vorig_referentie_nummer,
    p.debet_credit,
    p.begindatum,
    p.einddatum,
    p.maand,
    (p.bekend_vanaf AT TIME ZONE 'Europe/Amsterdam')::date AS ontvangen_datum,
    p.product_categorie,
    p.product_code,
    k.zorgcategorie,
    k.hulpvorm,
    k.pad,
    p.eenheid,
    CASE p.debet_credit WHEN 'D' THEN p.geleverd_volume ELSE -p.geleverd_volume END AS geleverd_volume,
    p.saldo_cent,
    coalesce(l.lot, 'gepubliceerd') AS lot,
    l.reden
FROM bereik_regel AS p
INNER JOIN mart.koppeling AS k
    ON
        p.gemeente_code = k.gemeente_code
        AND p.product_categorie = k.product_categorie
        AND p.product_code = k.product_code
        AND p.maand = k.maand
LEFT JOIN mart.lot AS l ON p.bericht_id = l.bericht_id AND p.regelnummer = l.regelnummer
