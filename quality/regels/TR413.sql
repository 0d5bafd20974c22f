-- Another pause of the same delivery; one that was taken back does not count.
SELECT DISTINCT ON (s.bericht_id, s.regelnummer)
    s.bericht_id,
    s.regelnummer,
    s.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Al tijdelijk gestopt op %%s, gemeld in bericht %%s.', s.eerder_einddatum, s.eerder_bericht_id)
        AS toelichting
FROM %(bereik)s AS b
INNER JOIN quality.volgende_stop AS s ON b.bericht_id = s.bericht_id AND b.regelnummer = s.regelnummer
WHERE s.reden_beeindiging = '20' AND s.eerder_reden = '20'
ORDER BY s.bericht_id, s.regelnummer, s.eerder_dagtekening, s.eerder_bericht_id, s.eerder_regelnummer
