-- A code of before 2026 may be of a municipality that is no more, which the list does not have.
SELECT
    b.bericht_id,
    NULL::integer AS regelnummer,
    b.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Gemeentecode %%s staat niet in de lijst.', b.gemeente_code) AS toelichting
FROM %(bereik)s AS b
WHERE
    b.berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319', 'JW323', 'JW325')
    AND EXISTS (SELECT FROM mapping.gemeente)
    AND b.gemeente_code NOT IN (SELECT gemeente_code FROM mapping.gemeente)
    AND coalesce(
        (
            SELECT min(p.peildatum)
            FROM core.genoemd_product AS p
            WHERE p.bericht_id = b.bericht_id
        ),
        b.dagtekening
    ) >= '2026-01-01'::date
