-- A credit without a number that it takes back is left to TR323, which looks for the debit.
SELECT
    b.bericht_id,
    b.regelnummer,
    b.gemeente_code,
    b.saldo_cent AS bedrag_cent,
    'Een debetregel verwijst niet naar een eerdere prestatie.' AS toelichting
FROM %(bereik)s AS b
WHERE b.debet_credit = 'D' AND b.vorig_referentie_nummer IS NOT NULL
