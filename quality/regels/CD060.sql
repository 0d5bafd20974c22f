-- A credit without a number that it takes back is left to TR323, which looks for the debit.
SELECT
    bericht_id,
    regelnummer,
    gemeente_code,
    saldo_cent AS bedrag_cent,
    'Een debetregel verwijst niet naar een eerdere prestatie.' AS toelichting
FROM %(bereik)s AS p
WHERE debet_credit = 'D' AND vorig_referentie_nummer IS NOT NULL
