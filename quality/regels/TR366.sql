-- A rejected line that is not in the declaration it answers. An answer to an unknown declaration is TR337.
SELECT
    x.bericht_id,
    x.regelnummer,
    x.gemeente_code,
    quality.saldo(x.ingediend_bedrag_cent, x.debet_credit) AS bedrag_cent,
    format('De declaratie in bericht %%s heeft deze regel niet.', min(a.declaratie_bericht_id)) AS toelichting
FROM %(bereik)s AS x
INNER JOIN quality.antwoord_op(%(as_of)s) AS a ON x.bericht_id = a.antwoord_bericht_id
LEFT JOIN core.prestatie AS p
    ON a.declaratie_bericht_id = p.bericht_id AND x.referentie_nummer = p.referentie_nummer
GROUP BY
    x.bericht_id, x.regelnummer, x.gemeente_code, x.ingediend_bedrag_cent, x.debet_credit
HAVING count(p.bericht_id) = 0
