"""JW319 Antwoord: the municipality rejects a request, or says that it looks into it. One row of core.verzoek_antwoord."""

from integrations.ijw.vorm import PARTIJEN, Kolom, Tabel, make_berichttype

BERICHT = make_berichttype(
    Tabel(
        "verzoek_antwoord",
        "Antwoord",
        (
            Kolom("referentie_aanbieder", "ReferentieAanbieder"),
            Kolom("verzoek_antwoord", "VerzoekAntwoord"),
            Kolom("reden_afwijzing_verzoek", "RedenAfwijzingVerzoek"),
            Kolom("woonplaats_gemeente_code", "Woonplaatsbeginsel/Gemeente"),
        ),
        PARTIJEN,
    )
)
