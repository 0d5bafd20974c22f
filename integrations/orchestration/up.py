"""``make up``: Airflow with its UI on the embedded database, until Ctrl-C."""

import argparse
import sys
import time

from rich.console import Console
from rich.panel import Panel

from integrations.errors import JeugdkoppelError
from integrations.orchestration.lokaal import run_installation, with_own_key
from integrations.orchestration.server import USER, is_port_free, stop_on_signals
from integrations.settings import Settings

console = Console()


def serve(settings: Settings, port: int) -> None:
    """Start, say where everything is, and stay until interrupted; a port that is taken gives way to a free one."""
    with run_installation(settings, port if is_port_free(port) else None) as installation:
        airflow = installation.airflow
        with console.status("Airflow start"):
            airflow.wait_until_healthy()
        console.print(
            Panel(
                f"Airflow    {airflow.url}\n"
                f"Gebruiker  {USER}\n"
                f"Wachtwoord {airflow.password}\n"
                f"Inbox      {settings.inbox_dir.resolve()}\n"
                f"Log        {airflow.log}",
                title="jeugdkoppel draait; stoppen met Ctrl-C",
                expand=False,
            ),
            highlight=False,
        )
        try:
            while True:
                airflow.require_alive()
                time.sleep(1)
        finally:
            console.print("Airflow stopt; dat duurt een paar seconden.")


def main() -> None:
    """Entry point of ``python -m integrations.orchestration.up``."""
    parser = argparse.ArgumentParser(description="Airflow op de ingebouwde database, tot Ctrl-C.")
    parser.add_argument("--port", type=int, default=8080, help="poort van de UI (standaard 8080)")
    arguments = parser.parse_args()
    stop_on_signals()
    settings = Settings()
    try:
        if settings.pseudonym_key is None and settings.database_url is None:
            settings = with_own_key(settings)
            console.print(
                f"Geen JEUGDKOPPEL_PSEUDONYM_KEY: dit gebruikt de proefsleutel in {settings.data_dir}. "
                "Zet voor echte berichten een eigen sleutel in de omgeving.",
                highlight=False,
            )
        serve(settings, arguments.port)
    except KeyboardInterrupt:
        console.print("Gestopt.")
    except JeugdkoppelError as problem:
        console.print(
            f"[bold red]Fout:[/] {problem.message}\n[bold]Wat te doen:[/] {problem.remedy}", highlight=False
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
