-- The date of birth as sent last for this child to this municipality.
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent AS bedrag_cent,
    CASE WHEN p.begindatum < c.geboortedatum THEN 'Nog niet geboren.' ELSE '24 jaar of ouder.' END
        AS toelichting
FROM core.prestatie AS p
INNER JOIN (
    SELECT DISTINCT ON (gemeente_code, client_pseudoniem)
        gemeente_code,
        client_pseudoniem,
        geboortedatum,
        datum_gebruik
    FROM core.client
    WHERE bekend_vanaf <= %(as_of)s
    ORDER BY gemeente_code ASC, client_pseudoniem ASC, bekend_vanaf DESC, bericht_id DESC
) AS c USING (gemeente_code, client_pseudoniem)
WHERE
    p.bekend_vanaf <= %(as_of)s
    AND c.datum_gebruik IS NULL
    AND (p.begindatum < c.geboortedatum OR p.begindatum >= c.geboortedatum + interval '24 years')
