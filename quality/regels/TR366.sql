-- A rejected line that is not in the declaration it answers. An answer to an unknown declaration is TR337.
SELECT
    x.bericht_id,
    x.regelnummer,
    x.gemeente_code,
    quality.saldo(x.ingediend_bedrag_cent, x.debet_credit) AS bedrag_cent,
    format('De declaratie in bericht %%s heeft deze regel niet.', a.declaratie_bericht_id) AS toelichting
FROM quality.antwoord_op(%(as_of)s) AS a
INNER JOIN core.afgewezen_prestatie AS x ON a.antwoord_bericht_id = x.bericht_id
WHERE
    NOT EXISTS (
        SELECT
        FROM core.prestatie AS p
        WHERE p.bericht_id = a.declaratie_bericht_id AND p.referentie_nummer = x.referentie_nummer
    )
