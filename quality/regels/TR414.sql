-- A second pause is left to TR413, a stop after a final one to TR415.
SELECT DISTINCT ON (s.bericht_id, s.regelnummer)
    s.bericht_id,
    s.regelnummer,
    s.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Gestopt op %%s, tijdelijk gestopt op %%s.', s.einddatum, s.eerder_einddatum)
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.volgende_stop AS s ON b.bericht_id = s.bericht_id AND b.regelnummer = s.regelnummer
WHERE s.reden_beeindiging <> '20' AND s.eerder_reden = '20' AND s.einddatum < s.eerder_einddatum
ORDER BY s.bericht_id, s.regelnummer, s.eerder_dagtekening, s.eerder_bericht_id, s.eerder_regelnummer
