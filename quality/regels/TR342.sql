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
        a.totaal_toegekend_bedrag_cent = 0 AND x.regels IS NULL AS is_geheel_geweigerd,
        quality.saldo(a.totaal_ingediend_bedrag_cent, a.totaal_ingediend_debet_credit)
        - quality.saldo(a.totaal_toegekend_bedrag_cent, a.totaal_toegekend_debet_credit) AS verschil,
        coalesce(x.cent, 0) AS afgewezen
    FROM %(bereik)s AS a
    LEFT JOIN (
        SELECT
            bericht_id,
            count(*) AS regels,
            sum(quality.saldo(ingediend_bedrag_cent, debet_credit)) AS cent
        FROM core.afgewezen_prestatie
        GROUP BY bericht_id
    ) AS x USING (bericht_id)
    WHERE a.declaratie_nummer IS NOT NULL
) AS telling
WHERE verschil <> afgewezen AND NOT is_geheel_geweigerd
