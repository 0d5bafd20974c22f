"""``python -m quality.regelboek``: write ``docs/regels.md`` from the rule book and the rules that are built."""

from pathlib import Path

from quality.regelboek.document import make_document

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "regels.md"

if __name__ == "__main__":
    DOCUMENT.write_text(make_document(), encoding="utf-8")
