-- Credits of lines that the first round began or ceased to hold back.
INSERT INTO bereik_prestatie
SELECT c.*
FROM core.prestatie AS c
WHERE
    c.bekend_vanaf <= %(as_of)s
    AND c.debet_credit = 'C'
    AND EXISTS (
        SELECT
        FROM veranderde_regel AS d
        WHERE
            d.aanbieder_agb_code = c.aanbieder_agb_code
            AND d.gemeente_code = c.gemeente_code
            AND d.referentie_nummer = c.vorig_referentie_nummer
    )
    AND (c.bericht_id, c.regelnummer) NOT IN (
        SELECT
            bericht_id,
            regelnummer
        FROM bereik_prestatie
    )
