-- Bring what is known of the messages about care up to this moment; runs after geraakte_jeugdige.sql.
DELETE FROM quality.stand_regiemelding
WHERE client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige);

INSERT INTO quality.stand_regiemelding
SELECT
    m.soort,
    m.bericht_id,
    m.regelnummer,
    m.gemeente_code,
    m.aanbieder_agb_code,
    m.client_pseudoniem,
    m.toewijzing_nummer,
    m.product_categorie,
    m.product_code,
    m.begindatum,
    m.reden_beeindiging,
    m.einddatum,
    m.dagtekening,
    m.sleutel,
    m.melding_sleutel,
    a.bericht_id IS NOT NULL AS is_afgekeurd,
    CASE
        WHEN w.melding_sleutel IS NOT NULL
            THEN quality.verwijderd_op(m.client_pseudoniem, m.melding_sleutel, m.dagtekening, %(as_of)s)
    END AS verwijderd_op
FROM core.regiemelding AS m
LEFT JOIN quality.stand_afgekeurd_bericht AS a USING (bericht_id)
LEFT JOIN (
    SELECT DISTINCT
        client_pseudoniem,
        melding_sleutel
    FROM core.regiemelding
    WHERE status_aanlevering = '3'
) AS w USING (client_pseudoniem, melding_sleutel)
WHERE
    m.status_aanlevering <> '3'
    AND m.bekend_vanaf <= %(as_of)s
    AND m.client_pseudoniem IN (SELECT client_pseudoniem FROM geraakte_jeugdige)
