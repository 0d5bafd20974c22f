-- Submitted minus granted is the sum of what is listed as rejected, unless the declaration is refused as a
-- whole: then nothing is granted and nothing listed (IV087).
SELECT
    bericht_id,
    NULL::integer AS regelnummer,
    gemeente_code,
    verschil - afgewezen AS bedrag_cent,
    format('Ingediend min toegekend %%s cent, afgewezen regels %%s cent.', verschil, afgewezen) AS toelichting
FROM (
    SELECT
        a.bericht_id,
        a.gemeente_code,
        a.totaal_toegekend_bedrag_cent = 0 AND count(x.bericht_id) = 0 AS is_geheel_geweigerd,
        quality.saldo(a.totaal_ingediend_bedrag_cent, a.totaal_ingediend_debet_credit)
        - quality.saldo(a.totaal_toegekend_bedrag_cent, a.totaal_toegekend_debet_credit) AS verschil,
        coalesce(sum(quality.saldo(x.ingediend_bedrag_cent, x.debet_credit)), 0) AS afgewezen
    FROM core.declaratie_antwoord AS a
    LEFT JOIN core.afgewezen_prestatie AS x USING (bericht_id)
    WHERE a.bekend_vanaf <= %(as_of)s AND a.declaratie_nummer IS NOT NULL
    GROUP BY a.bericht_id
) AS telling
WHERE verschil <> afgewezen AND NOT is_geheel_geweigerd
