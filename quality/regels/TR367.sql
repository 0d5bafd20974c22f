-- The rejected line is in the declaration by its number (else TR366), and not one line under that number
-- is equal.
SELECT
    x.bericht_id,
    x.regelnummer,
    x.gemeente_code,
    quality.saldo(x.ingediend_bedrag_cent, x.debet_credit) AS bedrag_cent,
    format('De regel in bericht %%s heeft andere gegevens.', min(p.bericht_id)) AS toelichting
FROM %(bereik)s AS x
INNER JOIN quality.antwoord_op(%(as_of)s) AS a ON x.bericht_id = a.antwoord_bericht_id
INNER JOIN core.prestatie AS p
    ON a.declaratie_bericht_id = p.bericht_id AND x.referentie_nummer = p.referentie_nummer
GROUP BY x.bericht_id, x.regelnummer, x.gemeente_code, x.ingediend_bedrag_cent, x.debet_credit
HAVING NOT bool_or(
    (
        x.client_pseudoniem, x.toewijzing_nummer, x.product_categorie, x.product_code, x.begindatum,
        x.einddatum, x.geleverd_volume, x.eenheid, x.ingediend_bedrag_cent, x.debet_credit,
        x.product_tarief_cent, x.vorig_referentie_nummer
    ) IS NOT DISTINCT FROM (
        p.client_pseudoniem, p.toewijzing_nummer, p.product_categorie, p.product_code, p.begindatum,
        p.einddatum, p.geleverd_volume, p.eenheid, p.ingediend_bedrag_cent, p.debet_credit,
        p.product_tarief_cent, p.vorig_referentie_nummer
    )
)
