-- By the date of the first answer; without one by the moment of judging.
SELECT
    d.bericht_id,
    NULL::integer AS regelnummer,
    d.gemeente_code,
    NULL::bigint AS bedrag_cent,
    format('Antwoord uiterlijk %%s, %%s.', t.uiterlijk, coalesce('gegeven ' || t.op, 'nog niet gekomen'))
        AS toelichting
FROM %(bereik)s AS d
INNER JOIN LATERAL (
    SELECT
        quality.werkdagen_na(quality.dag(d.bekend_vanaf), 10) AS uiterlijk,
        min(b.dagtekening) AS op
    FROM core.declaratie_antwoord AS a
    INNER JOIN landing.bericht AS b USING (bericht_id)
    WHERE
        a.aanbieder_agb_code = d.aanbieder_agb_code
        AND a.gemeente_code = d.gemeente_code
        AND a.declaratie_identificatie = d.identificatie
        AND a.declaratie_dagtekening = d.dagtekening
        AND a.bekend_vanaf <= %(as_of)s
) AS t ON t.uiterlijk < coalesce(t.op, quality.dag(%(as_of)s))
