"""``jeugdkoppel`` on the command line: one short function a command, the work is elsewhere.

Every command takes ``--json``. Exit code 0: fine; 1: findings or a failure; 2: wrong use or a missing setting.
Heavy libraries are imported inside the command that needs them, so that ``--help`` is quick.
"""

import dataclasses
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer

from integrations.database import open_database, upgrade
from integrations.errors import ConfigurationError, JeugdkoppelError
from integrations.orchestration.taken import load_reference_data, prepare_release
from integrations.scherm import as_table, emit, err, print_failure, print_reasons, progress_bar
from integrations.settings import Settings

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, help="Jeugdzorgberichten naast CBS, per gemeente."
)
db_app, ijw_app, world_app, cbs_app, mapping_app, quality_app = (
    typer.Typer(no_args_is_help=True, help=text)
    for text in (
        "De database.",
        "De iJw-standaard.",
        "De synthetische wereld.",
        "StatLine van CBS.",
        "Van productcode naar zorgcategorie.",
        "Regels en controles.",
    )
)
for name, group in {
    "db": db_app, "ijw": ijw_app, "world": world_app, "cbs": cbs_app, "mapping": mapping_app, "quality": quality_app
}.items():  # fmt: skip
    app.add_typer(group, name=name)

Json = Annotated[bool, typer.Option("--json", help="Machineleesbare uitvoer.")]
Paths = Annotated[list[Path], typer.Argument(exists=True, help="Bestanden of mappen.")]
AsOf = Annotated[
    datetime | None,
    typer.Option(
        "--as-of",
        formats=["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"],
        help="Stand van dit moment (UTC, of met een zone erachter); zonder: nu.",
    ),
]


@contextmanager
def database() -> Iterator[sa.Engine]:
    """The database of the settings; the embedded one also gets the reference data of this version."""
    settings = Settings()
    with open_database(settings) as engine:
        if settings.database_url is None:
            load_reference_data(engine)
        yield engine


def moment(as_of: datetime | None) -> datetime:
    """The one place where a command reads the clock."""
    if as_of is None:
        return datetime.now(UTC)
    return as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC)


def leave(*, findings: bool) -> None:
    """Exit code 1 when there is something to look at."""
    if findings:
        raise typer.Exit(1)


@db_app.command("upgrade")
def db_upgrade(as_json: Json = False) -> None:
    """Breng schema, codelijsten en regels op de stand van deze versie."""
    with open_database(Settings(), check_version=False) as engine:
        revision = upgrade(engine)
        load_reference_data(engine)
    emit({"revisie": revision}, as_json, text=f"De database staat op revisie {revision}.")


@ijw_app.command("validate")
def ijw_validate(paths: Paths, as_json: Json = False) -> None:
    """Toets berichten aan de schema's van iJw 3.2, zonder database."""
    from integrations.ijw.valideren import validate_files

    results = validate_files(paths, Settings().ijw_xsd)
    valid = sum(r["geldig"] for r in results)
    if not as_json:
        print_reasons((r["bestand"], "ongeldig", r["redenen"]) for r in results if not r["geldig"])
    emit(results, as_json, text=f"{valid} van {len(results)} berichten geldig.")
    leave(findings=valid < len(results))


@world_app.command("generate")
def world_generate(
    folder: Annotated[Path, typer.Option("--out", help="Lege of nieuwe map.")],
    gemeenten: Annotated[str, typer.Option(help="Een aantal, of all: alle gemeenten van 2026.")] = "6",
    jeugdigen: Annotated[int, typer.Option(min=1)] = 1200,
    van: str = "2025-01",
    tot: str = "2026-06",
    seed: int = 1,
    storingen: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="Welke storingen, hoe vaak: YAML, JSON of TOML."),
    ] = None,
    processen: Annotated[
        int | None, typer.Option(min=1, help="Zonder: een per processor. De uitkomst is steeds dezelfde.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Maak een synthetische wereld: berichten, productboeken, publicaties van CBS en de waarheid erachter."""
    from integrations.wereld.processen import count_processen
    from integrations.wereld.storingenbestand import read_storingen
    from integrations.wereld.wereld import generate
    from mappings.loader import read_gemeenten, read_zorgcategorieen

    if gemeenten != "all" and not gemeenten.isdecimal():
        raise typer.BadParameter("geef een aantal, of all", param_hint="--gemeenten")
    with progress_bar("Wereld maken", silent=as_json) as step:
        world = generate(
            folder, gemeenten=None if gemeenten == "all" else int(gemeenten),
            jeugdigen=jeugdigen, van=van, tot=tot, seed=seed,
            gemeentelijst=read_gemeenten(), zorgcategorieen=read_zorgcategorieen(),
            storingen=read_storingen(storingen) if storingen else None, processen=count_processen(processen),
            announce=lambda size: err.print(f"Dit wordt {size}.", highlight=False), progress=step,
        )  # fmt: skip
    emit(world, as_json, text=f"Synthetische wereld geschreven in {folder}.")


@world_app.command("serve-cbs")
def world_serve_cbs(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Map van een wereld.")],
    poort: Annotated[int, typer.Option(min=0, max=65535, help="0: een vrije poort.")] = 0,
    peildatum: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Zoals gepubliceerd op deze dag; zonder: het nieuwste."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Speel StatLine op localhost met de publicaties van een wereld, tot Ctrl-C."""
    from integrations.wereld.serveer import Publicaties, Statline

    publications = Publicaties(folder, peildatum.date().isoformat() if peildatum else None)
    with Statline(publications, poort) as server:
        tables = publications.tabellen()
        emit(
            {"adres": server.base_url, "tabellen": tables}, as_json,
            text=f"Tabellen {', '.join(tables)}; stop met Ctrl-C. Gebruik ze in een andere terminal met\n"
            f"export JEUGDKOPPEL_CBS_BASE_URL={server.base_url}",
        )  # fmt: skip
        sys.stdout.flush()
        with suppress(KeyboardInterrupt):
            server.serve_forever()


@app.command()
def receive(
    paths: Paths,
    ontvangsttijden: Annotated[
        Path | None,
        typer.Option(
            exists=True,
            dir_okay=False,
            help="CSV bestand,ontvangen_op: voor een synthetische wereld of een overname uit een ander systeem.",
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Neem berichten in ontvangst: byte voor byte in landing, nog zonder oordeel."""
    from rich.markup import escape

    from integrations.inbox.bijgewerkt import taking_in
    from integrations.inbox.landing import receive_paths
    from integrations.inbox.ontvangsttijden import read_ontvangsttijden

    with database() as engine, taking_in(engine), progress_bar("Ontvangen", silent=as_json) as step:
        now = moment(None)
        times = read_ontvangsttijden(ontvangsttijden, now) if ontvangsttijden else None
        reception = receive_paths(engine, paths, "opdrachtregel", now, step, times)
    told = [escape(f"{o.bestand}: {o.melding}") for o in reception.onleesbaar[:20]]
    rest = len(reception.onleesbaar) - len(told)
    told += [f"En nog {rest} bestanden; --json toont ze alle."] if rest else []
    counts = f"{reception.aantal_nieuw} nieuw, {reception.aantal_bekend} al bekend."
    emit(reception, as_json, text="\n".join((*told, f"{counts} Volgende stap: jeugdkoppel process.")))
    leave(findings=bool(reception.onleesbaar))


@app.command()
def process(limit: Annotated[int | None, typer.Option(min=1)] = None, as_json: Json = False) -> None:
    """Verwerk wat in landing wacht: lezen, toetsen, naar core, en daarna de regels over berichten heen."""
    from integrations.inbox.uitslag import VerwerkingMisluktError
    from integrations.inbox.verwerking import process as process_pending
    from quality.berichtregels import make_berichtregels
    from quality.overzicht import bevindingen_bij_berichten
    from quality.regels import run_regels

    settings = Settings()
    key = settings.require_pseudonym_key()
    with database() as engine:
        failure: VerwerkingMisluktError | None = None
        with progress_bar("Verwerken", silent=as_json) as step:
            try:
                result = process_pending(
                    engine,
                    key,
                    limit=limit,
                    progress=step,
                    xsd=settings.ijw_xsd,
                    beoordeel=make_berichtregels(),
                )
            except VerwerkingMisluktError as problem:
                result, failure = problem.verwerking, problem
        with engine.begin() as conn:
            run_regels(conn, moment(None))
            findings = bevindingen_bij_berichten(conn, [b.bericht_id for b in result.berichten])
    messages = [
        {**dataclasses.asdict(b), "bevindingen": findings.get(b.bericht_id, [])} for b in result.berichten
    ]  # fmt: skip
    shown = [(m["bestand"], m["status"], [*m["redenen"], *m["bevindingen"]]) for m in messages]
    if not as_json:
        print_reasons(shown)
    counts = result.telling()
    text = ", ".join(f"{number} {status.replace('_', ' ')}" for status, number in counts.items())
    trouble = {"fout": failure.message, "remedie": failure.remedy} if failure else {}
    emit({**counts, "berichten": messages, **trouble}, as_json, text=f"Berichten: {text}.")
    if failure:
        print_failure(failure)
    leave(findings=failure is not None or any(reasons for _, _, reasons in shown))


@app.command()
def serve(
    host: Annotated[
        str, typer.Option(help="Adres om op te luisteren; 0.0.0.0 voor elk adres.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: een vrije poort.")] = 8090,
    as_json: Json = False,
) -> None:
    """Ontvang GGK-enveloppen over HTTP (SOAP), tot Ctrl-C."""
    from integrations.orchestration.kanaal import serve as serve_endpoint

    def announce(adres: str) -> None:
        emit({"adres": adres}, as_json, text=f"Het eindpunt luistert op {adres}; stoppen met Ctrl-C.")
        sys.stdout.flush()

    with database() as engine:
        serve_endpoint(Settings(), engine, host, port, announce)


@cbs_app.command("load")
def cbs_load(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)], as_json: Json = False
) -> None:
    """Laad een momentopname van een StatLine-tabel."""
    from integrations.cbs.laden import load_snapshot

    with database() as engine:
        loaded = load_snapshot(engine, file, moment(None))
    emit(loaded, as_json, text=str(loaded))


@cbs_app.command("pull")
def cbs_pull(tabel: Annotated[str, typer.Argument()] = "85099NED", as_json: Json = False) -> None:
    """Haal een tabel op bij StatLine; een ongewijzigde tabel geeft geen nieuwe publicatie."""
    from integrations.cbs.laden import pull
    from integrations.inbox.bijgewerkt import taking_in

    with database() as engine, taking_in(engine):
        loaded = pull(engine, Settings().cbs_base_url, tabel, moment(None))
    emit(loaded, as_json, text=str(loaded))


@mapping_app.command("import")
def mapping_import(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False)],
    geldig_vanaf: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Eerste dag van een productboek.")
    ] = None,
    gemeente: Annotated[str | None, typer.Option(help="Viercijferige gemeentecode.")] = None,
    regio: Annotated[str | None, typer.Option(help="Jeugdregio, code of naam.")] = None,
    landelijk: Annotated[bool, typer.Option("--landelijk")] = False,
    aanbieders: Annotated[
        bool,
        typer.Option("--aanbieders", help="Het bestand is een lijst van aanbieders met hun grootteklasse."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Lees een productboek (CSV) in voor een gemeente, een regio of het hele land, of een lijst van aanbieders."""
    from mappings.aanbieders import import_aanbieders
    from mappings.productboek import import_productboek

    if aanbieders:
        if geldig_vanaf or gemeente or regio or landelijk:
            raise typer.BadParameter("een lijst van aanbieders geldt voor alle gemeenten, vanaf nu")
        with database() as engine, engine.begin() as conn:
            changed = import_aanbieders(conn, file, bekend_vanaf=moment(None))
        emit(
            {"bestand": file.name, "gewijzigd": changed},
            as_json,
            text=f"{changed} aanbieders nieuw of gewijzigd.",
        )
        return
    if geldig_vanaf is None:
        raise typer.BadParameter("een productboek heeft een eerste dag", param_hint="--geldig-vanaf")
    chosen = [("gemeente", gemeente), ("regio", regio), ("landelijk", "" if landelijk else None)]
    given = [(level, code) for level, code in chosen if code is not None]
    if len(given) != 1:
        raise typer.BadParameter("geef precies één van --gemeente, --regio en --landelijk")
    level, code = given[0]
    with database() as engine, engine.begin() as conn:
        report = import_productboek(
            conn, file, level, code or None, geldig_vanaf.date(), bekend_vanaf=moment(None)
        )
    text = (
        f"{report.gelezen} codes gelezen: {report.nieuw} nieuw, {report.gewijzigd} gewijzigd, "
        f"{report.ongewijzigd} ongewijzigd, {len(report.geweigerd)} geweigerd."
    )
    refused = [dataclasses.asdict(line) for line in report.geweigerd]
    emit(report, as_json, *([as_table("Geweigerd", refused)] if refused else []), text=text)
    leave(findings=bool(refused))


@mapping_app.command("export")
def mapping_export(file: Path, as_json: Json = False) -> None:
    """Schrijf alle koppelingen naar een CSV."""
    from mappings.productboek import export_koppelingen

    with database() as engine, engine.connect() as conn:
        count = export_koppelingen(conn, file)
    emit({"bestand": str(file), "koppelingen": count}, as_json, text=f"{count} koppelingen in {file}.")


@mapping_app.command("coverage")
def mapping_coverage(as_of: AsOf = None, as_json: Json = False) -> None:
    """Welk deel van codes, regels en euro's is gekoppeld, en langs welke weg."""
    from mappings.dekking import coverage

    with database() as engine, engine.connect() as conn:
        rows = coverage(conn, moment(as_of))
    emit(rows, as_json, as_table("Dekking van de koppeling", rows))


@quality_app.command("run")
def quality_run(
    as_of: AsOf = None,
    volledig: Annotated[
        bool, typer.Option("--volledig", help="Alles opnieuw, niet alleen wat nieuw is.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Voer alle regels en controles uit en toon wat niet voldoet."""
    from quality.overzicht import samenvatting

    with database() as engine:
        prepare_release(engine, moment(as_of), volledig=volledig)
        with engine.connect() as conn:
            rows = samenvatting(conn)
    failing = [r for r in rows if r["status"] != "voldoet"]
    shown = (
        "regel_id",
        "titel",
        "ernst",
        "status",
        "aantal_gecontroleerd",
        "aantal_afwijkend",
        "bedrag_cent",
    )
    table = as_table("Wat niet voldoet", [{key: r[key] for key in shown} for r in failing])
    emit(
        rows, as_json, table, text=f"{len(rows) - len(failing)} van {len(rows)} regels en controles voldoen."
    )
    leave(findings=bool(failing))


@app.command()
def reconcile(as_of: AsOf = None, as_json: Json = False) -> None:
    """Leg het eigen gebruik naast CBS: gemeente × halfjaar × hulpvorm."""
    from integrations.cbs.aansluiting import read_aansluiting
    from integrations.orchestration.herhaling import is_past, look_back
    from integrations.publicatie.marts import build_marts

    at = moment(as_of)
    with database() as engine:
        if is_past(engine, at):
            with look_back(engine, at) as conn:
                rows = read_aansluiting(conn)
        else:
            with engine.begin() as conn:
                build_marts(conn, at)
                rows = read_aansluiting(conn)
    emit(rows, as_json, as_table("Aansluiting met CBS", rows))


@app.command()
def publish(
    week: Annotated[str, typer.Option(help="ISO-week, bijvoorbeeld 2026-W47.")],
    folder: Annotated[Path, typer.Option("--out")],
    gemeente: Annotated[str | None, typer.Option(help="Alleen deze gemeente.")] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Publiceer een week, of herhaal met --as-of een eerdere uitgave: tabellen, werkmap en rapport per gemeente."""
    from integrations.orchestration.herhaling import is_past, replay, summarise
    from integrations.publicatie.publiceer import publish_all

    at = moment(as_of)
    with database() as engine:
        again = is_past(engine, at)
        if not again:
            prepare_release(engine, at)
        with progress_bar("Herhalen" if again else "Publiceren", silent=as_json) as step:
            if again:
                releases = replay(engine, week, folder, at, gemeente=gemeente, progress=step)
            else:
                releases = publish_all(engine, week, folder, gemeente=gemeente, progress=step)
    lines = [f"{len(releases)} gemeente(n) gepubliceerd in {folder / week}.", *summarise(releases)]
    emit(releases, as_json, text="\n".join(lines))
    leave(findings=any(r.herhaling and r.herhaling.uitkomst == "verschilt" for r in releases))


@app.command()
def verify(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)], as_json: Json = False
) -> None:
    """Controleer een publicatie: elk bestand aanwezig en ongewijzigd."""
    from integrations.publicatie.verifieer import verify as verify_release

    problems = verify_release(folder)
    emit(
        {"map": str(folder), "problemen": problems},
        as_json,
        text="\n".join(problems) or "Alles klopt met het manifest.",
    )
    leave(findings=bool(problems))


@app.command()
def doctor(as_json: Json = False) -> None:
    """Kijk na of alles klaarstaat: instellingen, database, sleutel, inbox."""
    settings = Settings()
    checks: list[dict[str, Any]] = []

    def check(what: str, look: Callable[[], str]) -> None:
        try:
            checks.append({"onderdeel": what, "in_orde": True, "uitleg": look()})
        except JeugdkoppelError as problem:
            checks.append({"onderdeel": what, "in_orde": False, "uitleg": str(problem)})

    def look_at_database() -> str:
        with open_database(settings) as engine, engine.connect() as conn:
            kind = "ingebouwd" if settings.database_url is None else "op adres"
            waiting = conn.exec_driver_sql(
                "SELECT count(*) FROM landing.bericht WHERE status = 'ontvangen'"
            ).scalar()
            return f"{kind}, PostgreSQL {conn.exec_driver_sql('SHOW server_version').scalar()}, {waiting} wachtend"

    def look_at_inbox() -> str:
        if not settings.inbox_dir.is_dir():
            raise ConfigurationError(
                f"De map {settings.inbox_dir} bestaat niet.", "maak haar, of zet JEUGDKOPPEL_INBOX."
            )
        return str(settings.inbox_dir)

    check("pseudonimiseringssleutel", lambda: f"{len(settings.require_pseudonym_key())} tekens")
    check("database", look_at_database)
    check("inbox", look_at_inbox)
    emit(checks, as_json, as_table("Controle van de installatie", checks))
    leave(findings=not all(c["in_orde"] for c in checks))


def main() -> None:
    """Entry point: an error of ours becomes two Dutch sentences and an exit code, never a traceback."""
    try:
        app()
    except JeugdkoppelError as problem:
        if "--json" in sys.argv:
            emit({"fout": problem.message, "remedie": problem.remedy}, as_json=True)
        print_failure(problem)
        raise SystemExit(2 if isinstance(problem, ConfigurationError) else 1) from None


if __name__ == "__main__":
    main()
