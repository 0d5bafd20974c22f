"""``make up``: Airflow with its UI and the endpoint of GGK on the embedded database, until Ctrl-C."""

import argparse
import sys
import time
from contextlib import ExitStack

from rich.console import Console
from rich.panel import Panel

from integrations.errors import JeugdkoppelError
from integrations.orchestration.eindpuntproces import eindpunt_environment, run_eindpunt
from integrations.orchestration.lokaal import run_installation, task_environment, with_own_key
from integrations.orchestration.server import USER, is_port_free, stop_on_signals
from integrations.settings import Settings

console = Console()


def serve(settings: Settings, port: int, ggk_port: int) -> None:
    """Start, say where everything is, and stay until interrupted; a port that is taken gives way to a free one."""
    with ExitStack() as stack:
        installation = stack.enter_context(run_installation(settings, port if is_port_free(port) else None))
        airflow = installation.airflow
        url = installation.engine.url.render_as_string(hide_password=False)
        environment = eindpunt_environment(
            task_environment(settings, url), airflow.url, USER, airflow.password
        )
        eindpunt = stack.enter_context(
            run_eindpunt(settings.data_dir.resolve(), environment, ggk_port if is_port_free(ggk_port) else 0)
        )
        with console.status("Airflow start"):
            airflow.wait_until_healthy()
        console.print(
            Panel(
                f"Airflow    {airflow.url}\n"
                f"Gebruiker  {USER}\n"
                f"Wachtwoord {airflow.password}\n"
                f"GGK        {eindpunt.url}\n"
                f"Inbox      {settings.inbox_dir.resolve()}\n"
                f"Log        {airflow.log}\n"
                f"           {eindpunt.log}",
                title="jeugdkoppel draait; stoppen met Ctrl-C",
                expand=False,
            ),
            highlight=False,
        )
        try:
            while True:
                airflow.require_alive()
                eindpunt.require_alive()
                time.sleep(1)
        finally:
            console.print("Airflow en het eindpunt stoppen; dat duurt een paar seconden.")


def main() -> None:
    """Entry point of ``python -m integrations.orchestration.up``."""
    parser = argparse.ArgumentParser(
        description="Airflow en het GGK-eindpunt op de ingebouwde database, tot Ctrl-C."
    )
    parser.add_argument("--port", type=int, default=8080, help="poort van de UI (standaard 8080)")
    parser.add_argument(
        "--ggk-port", type=int, default=8090, help="poort van het GGK-eindpunt (standaard 8090)"
    )
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
        serve(settings, arguments.port, arguments.ggk_port)
    except KeyboardInterrupt:
        console.print("Gestopt.")
    except JeugdkoppelError as problem:
        console.print(
            f"[bold red]Fout:[/] {problem.message}\n[bold]Wat te doen:[/] {problem.remedy}", highlight=False
        )
        sys.exit(1)


if __name__ == "__main__":
    main()
