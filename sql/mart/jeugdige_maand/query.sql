SELECT
    m.*,
    mart.leeftijd(j.geboortedatum, m.maand) AS leeftijd,
    coalesce(j.geslacht, 'onbekend') AS geslacht
FROM (
    SELECT
        client_pseudoniem,
        gemeente_code,
        p.maand,
        coalesce(p.zorgcategorie, 'niet gekoppeld') AS zorgcategorie,
        CASE WHEN p.zorgcategorie IS NULL THEN 'niet gekoppeld' ELSE coalesce(p.hulpvorm, 'geen') END
            AS hulpvorm,
        coalesce(k.verwijzer_type, 'onbekend') AS verwijzer,
        coalesce(a.grootteklasse, 'onbekend') AS aanbiederklasse,
        coalesce(e.norm, 'onbekend') AS eenheid,
        count(*) AS regels,
        sum(p.saldo_cent) AS gedeclareerd_cent,
        coalesce(sum(p.saldo_cent) FILTER (WHERE p.lot = 'afgewezen'), 0) AS afgewezen_cent,
        coalesce(sum(p.saldo_cent) FILTER (WHERE p.lot = 'aangehouden'), 0) AS aangehouden_cent,
        coalesce(sum(p.saldo_cent) FILTER (WHERE p.lot = 'gepubliceerd'), 0) AS gepubliceerd_cent,
        coalesce(
            sum(p.geleverd_volume::bigint * coalesce(e.teller, 1)) FILTER (WHERE p.lot = 'gepubliceerd'), 0
        ) AS gepubliceerd_volume
    FROM bereik_jeugdige
    INNER JOIN mart.prestatie AS p USING (client_pseudoniem)
    LEFT JOIN mart.keten AS k USING (gemeente_code, toewijzing_nummer, client_pseudoniem)
    LEFT JOIN mapping.aanbieder_op(%(as_of)s) AS a ON p.aanbieder_agb_code = a.aanbieder_agb_code
    LEFT JOIN mapping.eenheid AS e ON p.eenheid = e.eenheid
    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8
) AS m
LEFT JOIN mart.jeugdige AS j USING (client_pseudoniem, gemeente_code)
