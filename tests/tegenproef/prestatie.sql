-- The key of a line is where it stands; the number of its message depends on the order of arrival.
SELECT
    b.bestandsnaam AS bestand,
    p.regelnummer,
    p.gemeente_code,
    p.aanbieder_agb_code,
    p.client_pseudoniem,
    p.maand,
    p.product_categorie,
    p.product_code,
    p.zorgcategorie,
    p.hulpvorm,
    p.eenheid,
    p.saldo_cent,
    p.lot,
    p.toewijzing_nummer,
    p.referentie_nummer,
    p.vorig_referentie_nummer,
    p.debet_credit,
    p.begindatum,
    p.einddatum
FROM mart.prestatie AS p
INNER JOIN landing.bericht AS b USING (bericht_id)
