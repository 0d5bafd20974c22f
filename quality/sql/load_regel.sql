INSERT INTO quality.regel (
    regel_id, soort, titel, niveau, dimensie, ernst, gevolg, redengeving, retourcode, berichten, tekst,
    remedie, bron
)
VALUES (
    %(regel_id)s, %(soort)s, %(titel)s, %(niveau)s, %(dimensie)s, %(ernst)s, %(gevolg)s, %(redengeving)s,
    %(retourcode)s, %(berichten)s, %(tekst)s, %(remedie)s, %(bron)s
)
ON CONFLICT (regel_id) DO UPDATE SET
    soort = excluded.soort,
    titel = excluded.titel,
    niveau = excluded.niveau,
    dimensie = excluded.dimensie,
    ernst = excluded.ernst,
    gevolg = excluded.gevolg,
    redengeving = excluded.redengeving,
    retourcode = excluded.retourcode,
    berichten = excluded.berichten,
    tekst = excluded.tekst,
    remedie = excluded.remedie,
    bron = excluded.bron
