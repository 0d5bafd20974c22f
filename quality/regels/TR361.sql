-- The later line of the message is the one too many. A change of an allocation keeps its product.
SELECT DISTINCT ON (p.bericht_id, p.regelnummer)
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Overlapt met regel %%s van het verzoek.', e.regelnummer) AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.wijzigingsproduct_op(%(as_of)s) AS p
    ON b.bericht_id = p.bericht_id AND b.regelnummer = p.regelnummer
INNER JOIN quality.wijzigingsproduct_op(%(as_of)s) AS e ON p.bericht_id = e.bericht_id
WHERE
    e.regelnummer < p.regelnummer
    AND (p.is_toegewezen OR p.soort = 'nieuw')
    AND (e.is_toegewezen OR e.soort = 'nieuw')
    AND coalesce(p.categorie = e.categorie, TRUE)
    AND coalesce(p.code = e.code, TRUE)
    AND p.van <= coalesce(e.tot, 'infinity'::date)
    AND e.van <= coalesce(p.tot, 'infinity'::date)
ORDER BY p.bericht_id, p.regelnummer, e.regelnummer
