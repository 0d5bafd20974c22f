-- A number is one chain per youth: what another youth has under the same number is a chain of its own,
-- without an allocation. A stop that a later start follows was a pause.
WITH melding AS (
    SELECT
        gemeente_code,
        toewijzing_nummer,
        client_pseudoniem,
        min(m.aanbieder_agb_code) AS aanbieder_agb_code,
        min(m.begindatum) AS eerste_dag,
        min(m.begindatum) FILTER (WHERE m.heeft_start) AS start_datum,
        max(m.einddatum) AS laatste_stop,
        max(m.begindatum) FILTER (WHERE m.heeft_start) > max(m.einddatum) AS is_hervat,
        (
            array_agg(
                m.reden_beeindiging ORDER BY m.einddatum DESC, m.begindatum DESC, m.reden_beeindiging ASC
            ) FILTER (WHERE m.einddatum IS NOT NULL)
        )[1] AS reden_beeindiging
    FROM bereik_toewijzing
    INNER JOIN mart.melding AS m USING (gemeente_code, toewijzing_nummer)
    GROUP BY gemeente_code, toewijzing_nummer, client_pseudoniem
),

levering AS (
    SELECT
        gemeente_code,
        toewijzing_nummer,
        client_pseudoniem,
        min(aanbieder_agb_code) AS aanbieder_agb_code,
        sum(regels) AS regels,
        sum(saldo_cent) AS saldo_cent,
        count(DISTINCT product_code) FILTER (WHERE eerste_dag IS NOT NULL) AS codes,
        min(eerste_regel) AS eerste_regel,
        min(eerste_dag) AS eerste_dag,
        max(laatste_begin) AS laatste_begin
    FROM bereik_levering
    GROUP BY gemeente_code, toewijzing_nummer, client_pseudoniem
),

schakel AS (
    SELECT
        gemeente_code,
        toewijzing_nummer,
        client_pseudoniem,
        coalesce(t.aanbieder_agb_code, m.aanbieder_agb_code, l.aanbieder_agb_code) AS aanbieder_agb_code,
        t.ingangsdatum IS NOT NULL AS is_toegewezen,
        coalesce(t.is_verwijderd, FALSE) AS is_verwijderd,
        t.product_categorie,
        t.product_code,
        t.zorgcategorie,
        t.hulpvorm,
        t.referentie_aanbieder,
        t.toewijzingsdatum,
        t.ingangsdatum,
        t.einddatum,
        m.start_datum,
        CASE WHEN m.is_hervat THEN NULL ELSE m.laatste_stop END AS stop_datum,
        CASE WHEN m.is_hervat THEN NULL ELSE m.reden_beeindiging END AS reden_beeindiging,
        coalesce(l.regels, 0) AS regels,
        coalesce(l.saldo_cent, 0) AS saldo_cent,
        coalesce(l.codes, 0) AS codes,
        l.eerste_dag,
        l.laatste_begin,
        least(m.eerste_dag, l.eerste_regel) AS eerste_teken
    FROM bereik_toegewezen AS t
    FULL JOIN melding AS m USING (gemeente_code, toewijzing_nummer, client_pseudoniem)
    FULL JOIN levering AS l USING (gemeente_code, toewijzing_nummer, client_pseudoniem)
),

stand AS (
    SELECT
        *,
        is_toegewezen AND NOT is_verwijderd AS staat,
        start_datum IS NOT NULL AS is_gestart,
        eerste_dag IS NOT NULL AS is_geleverd
    FROM schakel
)

SELECT
    s.gemeente_code,
    s.toewijzing_nummer,
    s.client_pseudoniem,
    s.aanbieder_agb_code,
    s.is_toegewezen,
    s.is_verwijderd,
    s.product_categorie,
    s.product_code,
    s.zorgcategorie,
    s.hulpvorm,
    v.verzoek_datum,
    v.berichttype AS verzoek_type,
    v.verwijzer_type,
    s.toewijzingsdatum,
    s.ingangsdatum,
    s.einddatum,
    s.start_datum,
    s.stop_datum,
    s.reden_beeindiging,
    s.regels,
    s.saldo_cent,
    s.codes,
    date_trunc('month', s.eerste_dag)::date AS eerste_maand,
    date_trunc('month', s.laatste_begin)::date AS laatste_maand,
    date_trunc('month', coalesce(s.ingangsdatum, s.eerste_teken))::date AS maand,
    CASE
        WHEN NOT s.is_toegewezen THEN 'niet toegewezen'
        WHEN s.is_verwijderd THEN 'verwijderd'
        WHEN s.stop_datum IS NOT NULL THEN 'gestopt'
        WHEN s.is_gestart AND s.is_geleverd THEN 'in levering'
        WHEN s.is_gestart THEN 'gestart'
        WHEN s.is_geleverd THEN 'zonder start'
        ELSE 'toegewezen'
    END AS toestand,
    array_remove(ARRAY[
        CASE WHEN s.is_gestart AND NOT s.staat THEN 'start zonder toewijzing' END,
        CASE WHEN s.is_geleverd AND NOT s.staat THEN 'regels zonder toewijzing' END,
        CASE WHEN s.is_geleverd AND NOT s.is_gestart AND s.staat THEN 'regels zonder start' END,
        CASE WHEN s.stop_datum IS NOT NULL AND NOT s.is_gestart THEN 'stop zonder start' END,
        CASE WHEN s.laatste_begin > s.stop_datum THEN 'regels na stop' END,
        CASE
            WHEN s.staat AND NOT s.is_gestart AND NOT s.is_geleverd AND s.stop_datum IS NULL
                THEN 'toewijzing nooit gebruikt'
        END,
        CASE
            WHEN s.is_toegewezen AND s.product_code IS NULL AND s.codes > 1
                THEN 'aspecifieke toewijzing met meer codes'
        END
    ], NULL) AS gaten
FROM stand AS s
LEFT JOIN mart.verzoek AS v
    USING (gemeente_code, aanbieder_agb_code, referentie_aanbieder, client_pseudoniem)
