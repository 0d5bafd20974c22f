"""Two types that the project does not read yet, in their simplest valid form: JW302 (return) and JW319 (answer)."""

from datetime import date

_BASIS = "http://www.istandaarden.nl/ijw/3_2/basisschema/schema"


def make_jw302(
    afzender: str, ontvanger: str, identificatie: str, dagtekening: date, retour: str, retour_op: date
) -> bytes:
    """The provider's receipt of a JW301: no remarks (0200). Parties and identity are those of the JW301 (IV028)."""
    in_header = (
        f"<m:IdentificatieRetour>{retour}</m:IdentificatieRetour>"
        f"<m:DagtekeningRetour>{retour_op}</m:DagtekeningRetour>"
        f"<m:XsdVersieRetour>{_VERSIE}</m:XsdVersieRetour>"
        "<m:RetourCodes><m:RetourCode>0200</m:RetourCode></m:RetourCodes>"
    )
    return _bericht("jw302", "437", afzender, ontvanger, identificatie, dagtekening, in_header, "")


def make_jw319(
    afzender: str, ontvanger: str, identificatie: str, dagtekening: date, referentie: str
) -> bytes:
    """The municipality's answer to a request: under investigation (WJ760 2)."""
    antwoord = (
        f"<m:Antwoord><m:ReferentieAanbieder>{referentie}</m:ReferentieAanbieder>"
        "<m:VerzoekAntwoord>2</m:VerzoekAntwoord></m:Antwoord>"
    )
    return _bericht("jw319", "488", afzender, ontvanger, identificatie, dagtekening, "", antwoord)


_VERSIE = (
    "<b:BasisschemaXsdVersie>1.0.0</b:BasisschemaXsdVersie><b:BerichtXsdVersie>1.0.0</b:BerichtXsdVersie>"
)


def _bericht(
    berichttype: str,
    code: str,
    afzender: str,
    ontvanger: str,
    identificatie: str,
    dagtekening: date,
    in_header: str,
    na_header: str,
) -> bytes:
    tekst = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<m:Bericht xmlns:m="http://www.istandaarden.nl/ijw/3_2/{berichttype}/schema" xmlns:b="{_BASIS}">'
        f"<m:Header><m:BerichtCode>{code}</m:BerichtCode><m:BerichtVersie>3</m:BerichtVersie>"
        f"<m:BerichtSubversie>2</m:BerichtSubversie><m:Afzender>{afzender}</m:Afzender>"
        f"<m:Ontvanger>{ontvanger}</m:Ontvanger><m:BerichtIdentificatie><b:Identificatie>{identificatie}"
        f"</b:Identificatie><b:Dagtekening>{dagtekening}</b:Dagtekening></m:BerichtIdentificatie>"
        f"<m:XsdVersie>{_VERSIE}</m:XsdVersie>{in_header}</m:Header>{na_header}</m:Bericht>\n"
    )
    return tekst.encode()
