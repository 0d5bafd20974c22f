"""Envelopes to test with, and the schemas of the standard to judge by."""

import base64
import shutil
from pathlib import Path

from lxml import etree

GGK = "http://www.stufstandaarden.nl/sectormodel/ggk/0210"
STUF = "http://www.egem.nl/StUF/StUF0301"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
PLACES = {
    "ggk0310_msg.xsd": "a/b",
    "ggk0310_msg_stuf.xsd": "a/b",
    "stuf0301.xsd": "0301",
    "stuf0301mtom.xsd": "0301",
    "xmlmime.xsd": "xmlmime",
}


def official_schema(reference: Path, folder: Path) -> etree.XMLSchema:
    """The schemas as published, in the folders in which they look for each other."""
    for name, place in PLACES.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        shutil.copy(reference / "ggk" / name, folder / place / name)
    return etree.XMLSchema(etree.parse(str(folder / "a" / "b" / "ggk0310_msg.xsd")))


def make_envelop(
    inhoud: bytes = b"<bericht/>",
    nummer: str = "ref-1",
    zender: str = "01023456",
    naam: str | None = "JW323.xml",
    soort: str = "Di01",
    functie: str = "JW323",
) -> bytes:
    """One envelope without SOAP around it."""
    root = "envelopHeenbericht-ggk_Di01" if soort == "Di01" else "envelopRetourbericht-ggk_Du01"
    kruis = "<StUF:crossRefnummer>heen-1</StUF:crossRefnummer>" if soort == "Du01" else ""
    bestand = f' StUF:bestandsnaam="{naam}"' if naam else ""
    return f"""<GGK:{root} xmlns:StUF="{STUF}" xmlns:GGK="{GGK}" xmlns:xmime="http://www.w3.org/2005/05/xmlmime">
<GGK:stuurgegevens><StUF:berichtcode>{soort}</StUF:berichtcode>
<StUF:zender><StUF:organisatie>{zender}</StUF:organisatie><StUF:applicatie>Zorgpakket</StUF:applicatie>
<StUF:gebruiker>J. Jansen</StUF:gebruiker></StUF:zender>
<StUF:ontvanger><StUF:organisatie>0344</StUF:organisatie><StUF:applicatie>GGk</StUF:applicatie></StUF:ontvanger>
<StUF:referentienummer>{nummer}</StUF:referentienummer><StUF:tijdstipBericht>20261122120000</StUF:tijdstipBericht>
{kruis}<StUF:functie>{functie}</StUF:functie></GGK:stuurgegevens>
<GGK:parameters><GGK:applicatieVersie>0004</GGK:applicatieVersie>
<GGK:applicatieSubversie>0003</GGK:applicatieSubversie><GGK:functieVersie>0003</GGK:functieVersie>
<GGK:functieSubversie>0002</GGK:functieSubversie>
<GGK:bericht{bestand} xmime:contentType="application/xml">{base64.b64encode(inhoud).decode()}</GGK:bericht>
</GGK:parameters></GGK:{root}>""".encode()


def soap(envelop: bytes, header: bytes = b"") -> bytes:
    """SOAP 1.1 around an envelope."""
    return b'<s:Envelope xmlns:s="%b">%b<s:Body>%b</s:Body></s:Envelope>' % (SOAP.encode(), header, envelop)


def make_request(inhoud: bytes = b"<bericht/>", nummer: str = "ref-1", **other: str) -> bytes:
    """A request as a sender makes it."""
    return soap(make_envelop(inhoud, nummer, **other))
