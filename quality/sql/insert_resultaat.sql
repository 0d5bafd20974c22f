INSERT INTO quality.resultaat (
    run_id, regel_id, status, aantal_gecontroleerd, aantal_afwijkend, fout_klasse, reden
)
VALUES (
    %(run_id)s,
    %(regel_id)s,
    %(status)s,
    %(aantal_gecontroleerd)s,
    %(aantal_afwijkend)s,
    %(fout_klasse)s,
    %(reden)s
)
