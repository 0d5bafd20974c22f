-- An allocation without start or line is called unused three full months after the month in which it began.
SELECT
    k.gemeente_code,
    k.maand AS ingangsmaand,
    k.zorgcategorie,
    coalesce(z.naam, 'Niet gekoppeld') AS zorgcategorie_naam,
    k.aantal AS ketens,
    k.toegewezen,
    k.gestart,
    k.in_levering,
    k.zonder_start,
    k.gestopt,
    k.verwijderd,
    k.niet_toegewezen,
    k.aangevraagd,
    k.aspecifiek,
    CASE WHEN mart.is_ongebruikt(k.maand, s.as_of) THEN k.toegewezen ELSE 0 END AS nooit_gebruikt,
    k.start_zonder_toewijzing,
    k.regels_zonder_toewijzing,
    k.regels_zonder_start,
    k.stop_zonder_start,
    k.regels_na_stop,
    k.meer_codes,
    (k.saldo_cent / 100.0)::numeric(14, 2) AS goedgekeurd_euro
FROM mart.keten_maand AS k
CROSS JOIN mart.stand AS s
LEFT JOIN mapping.zorgcategorie AS z USING (zorgcategorie)
