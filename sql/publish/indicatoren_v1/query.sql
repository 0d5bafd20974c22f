-- Wider areas are shown by year and as a whole, if three municipalities or more are in them, and only in
-- counts to which the others contribute ten or more, as they do to what is left of the whole.
SELECT
    e.gemeente_code,
    g.gebiedsoort,
    e.gebied_naam,
    g.periodesoort,
    g.periode,
    g.dimensie AS uitsplitsing,
    g.waarde,
    mart.naam_van(g.dimensie, g.waarde) AS waarde_naam,
    g.jeugdigen AS jeugdigen_in_zorg,
    CASE
        WHEN
            g.periode > b.eerste
            THEN mart.toonbaar_deel(g.instroom, g.jeugdigen, i.instroom, i.jeugdigen, g.gebiedsoort)
    END
        AS nieuw_in_zorg,
    CASE
        WHEN
            g.periode > b.eerste
            THEN mart.toonbaar_deel(g.doorstroom, g.jeugdigen, i.doorstroom, i.jeugdigen, g.gebiedsoort)
    END
        AS overgestapt,
    CASE
        WHEN
            g.periode < b.laatste
            THEN mart.toonbaar_deel(g.uitstroom, g.jeugdigen, i.uitstroom, i.jeugdigen, g.gebiedsoort)
    END
        AS uit_zorg,
    round(k.gepubliceerd_cent / 100.0, 2) AS kosten_euro,
    round(k.gepubliceerd_cent / 100.0 / g.jeugdigen, 2) AS kosten_per_jeugdige_euro,
    mart.toonbaar(t.begonnen, it.begonnen, g.gebiedsoort) AS trajecten_begonnen,
    mart.toonbaar(t.beeindigd, it.beeindigd, g.gebiedsoort) AS trajecten_beeindigd,
    round(
        100.0 * mart.toonbaar_deel(t.voortijdig, t.met_reden, it.voortijdig, it.met_reden, g.gebiedsoort)
        / nullif(t.met_reden, 0), 1
    ) AS voortijdig_procent,
    mart.toonbaar(h.afgesloten, ih.afgesloten, g.gebiedsoort) AS zorg_afgesloten,
    CASE
        WHEN
            g.periode + mart.periodelengte(g.periodesoort) + interval '12 months'
            <= (s.as_of AT TIME ZONE 'UTC')::date
            THEN round(
                100.0
                * mart.toonbaar_deel(h.herhaald, h.afgesloten, ih.herhaald, ih.afgesloten, g.gebiedsoort)
                / h.afgesloten, 1
            )
    END AS herhaald_procent,
    CASE WHEN c.jeugdigen >= 20 THEN round(100.0 * c.duurste_10_cent / c.kosten_cent, 1) END
        AS duurste_10_procent
FROM mart.gebied AS e
CROSS JOIN mart.stand AS s
INNER JOIN mart.gebruik AS g
    ON
        e.gebiedsoort = g.gebiedsoort
        AND e.gebied_code = g.gebied_code
        AND (g.gebiedsoort = 'gemeente' OR (g.periodesoort = 'jaar' AND g.dimensie = 'totaal'))
INNER JOIN mart.bekend AS b
    ON g.gebiedsoort = b.gebiedsoort AND g.gebied_code = b.gebied_code AND g.periodesoort = b.periodesoort
LEFT JOIN mart.gebruik AS i
    ON
        i.gebiedsoort = 'gemeente'
        AND e.gemeente_code = i.gebied_code
        AND (g.periodesoort, g.periode, g.dimensie, g.waarde)
        = (i.periodesoort, i.periode, i.dimensie, i.waarde)
LEFT JOIN mart.kosten AS k
    ON
        (g.gebiedsoort, g.gebied_code, g.periodesoort, g.periode, g.dimensie, g.waarde)
        = (k.gebiedsoort, k.gebied_code, k.periodesoort, k.periode, k.dimensie, k.waarde)
LEFT JOIN mart.trajecten AS t
    ON
        (g.gebiedsoort, g.gebied_code, g.periodesoort, g.periode, g.dimensie, g.waarde)
        = (t.gebiedsoort, t.gebied_code, t.periodesoort, t.periode, t.dimensie, t.waarde)
LEFT JOIN mart.trajecten AS it
    ON
        it.gebiedsoort = 'gemeente'
        AND e.gemeente_code = it.gebied_code
        AND (g.periodesoort, g.periode, g.dimensie, g.waarde)
        = (it.periodesoort, it.periode, it.dimensie, it.waarde)
LEFT JOIN mart.herhaald_beroep AS h
    ON
        (g.gebiedsoort, g.gebied_code, g.periodesoort, g.periode, g.dimensie, g.waarde)
        = (h.gebiedsoort, h.gebied_code, h.periodesoort, h.periode, h.dimensie, h.waarde)
LEFT JOIN mart.herhaald_beroep AS ih
    ON
        ih.gebiedsoort = 'gemeente'
        AND e.gemeente_code = ih.gebied_code
        AND (g.periodesoort, g.periode, g.dimensie, g.waarde)
        = (ih.periodesoort, ih.periode, ih.dimensie, ih.waarde)
LEFT JOIN mart.concentratie AS c
    ON
        c.gebiedsoort = 'gemeente'
        AND g.gebiedsoort = 'gemeente'
        AND g.periodesoort = 'jaar'
        AND (e.gemeente_code, g.periode, g.dimensie, g.waarde) = (c.gebied_code, c.jaar, c.dimensie, c.waarde)
WHERE
    g.gebiedsoort = 'gemeente'
    OR (
        mart.toonbaar(g.jeugdigen, i.jeugdigen, g.gebiedsoort) IS NOT NULL
        AND (
            SELECT count(*) FROM mart.gebied AS a
            WHERE a.gebiedsoort = e.gebiedsoort AND a.gebied_code = e.gebied_code
        )
        >= 3
    )
