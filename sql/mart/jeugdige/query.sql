-- By the date of the message, so that the order of arrival means nothing (iJw OP080).
SELECT DISTINCT ON (client_pseudoniem, c.gemeente_code)
    client_pseudoniem,
    c.gemeente_code,
    c.geboortedatum,
    nullif(c.geslacht, '0') AS geslacht
FROM bereik_jeugdige
INNER JOIN core.client AS c USING (client_pseudoniem)
INNER JOIN landing.bericht AS b USING (bericht_id)
WHERE c.bekend_vanaf <= %(as_of)s
ORDER BY client_pseudoniem ASC, c.gemeente_code ASC, b.dagtekening DESC, c.geboortedatum DESC, c.geslacht DESC
