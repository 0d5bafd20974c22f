-- A period that begins after the date of the message (TR134) ends after it too, or before its own beginning.
SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    d.totaal_saldo_cent AS bedrag_cent,
    format('De declaratieperiode eindigt op %%s.', d.declaratie_periode_einddatum) AS toelichting
FROM %(bereik)s AS d
WHERE
    d.declaratie_periode_einddatum > d.dagtekening
    OR d.declaratie_periode_einddatum < d.declaratie_periode_begindatum
UNION ALL
SELECT
    p.bericht_id,
    p.regelnummer,
    p.gemeente_code,
    p.saldo_cent,
    format('De productperiode eindigt op %%s, de declaratie is van %%s.', p.einddatum, d.dagtekening)
FROM %(bereik)s AS d
INNER JOIN core.prestatie AS p USING (bericht_id)
WHERE p.einddatum > d.dagtekening OR p.einddatum < p.begindatum
