-- The clock of the receiver is the moment of reception; the rule itself reads no clock.
SELECT
    b.bericht_id,
    NULL::integer AS regelnummer,
    b.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Gedagtekend %%s, ontvangen %%s.', b.dagtekening, quality.dag(b.bekend_vanaf)) AS toelichting
FROM %(bereik)s AS b
WHERE
    b.berichttype IN ('JW301', 'JW305', 'JW307', 'JW315', 'JW317', 'JW319', 'JW323', 'JW325')
    AND b.dagtekening > quality.dag(b.bekend_vanaf)
