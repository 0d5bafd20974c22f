"""The doorbell: rings for what waits, once a file, again when it stays, and never touches anything."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

from integrations.orchestration.trigger import InboxTrigger

PATIENCE = 5.0
SILENCE = 0.4


def make_trigger(folder: Path, repeat_seconds: float = 60.0) -> InboxTrigger:
    return InboxTrigger(str(folder), scan_seconds=0.05, repeat_seconds=repeat_seconds)


async def ring(events: AsyncIterator[TriggerEvent]) -> int:
    """Number of waiting files that the next ring tells of."""
    event = await asyncio.wait_for(anext(events), PATIENCE)
    return int(event.payload["wachtend"])


async def stays_silent(events: AsyncIterator[TriggerEvent]) -> bool:
    waiting = asyncio.ensure_future(anext(events))
    done, _ = await asyncio.wait({waiting}, timeout=SILENCE)
    waiting.cancel()
    return not done


def test_it_rings_for_what_is_there_and_for_what_comes(tmp_path: Path) -> None:
    async def scenario() -> tuple[int, int]:
        (tmp_path / "eerste.xml").write_text("1")
        events = make_trigger(tmp_path).run()
        first = await ring(events)
        (tmp_path / "tweede.xml").write_text("2")
        return first, await ring(events)

    assert asyncio.run(scenario()) == (1, 2)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["eerste.xml", "tweede.xml"], "it takes nothing away"


def test_it_rings_once_for_a_file_that_stays(tmp_path: Path) -> None:
    async def scenario() -> bool:
        (tmp_path / "blijft.xml").write_text("1")
        events = make_trigger(tmp_path).run()
        await ring(events)
        return await stays_silent(events)

    assert asyncio.run(scenario())


def test_it_repeats_for_a_file_that_nobody_took(tmp_path: Path) -> None:
    async def scenario() -> list[int]:
        (tmp_path / "vergeten.xml").write_text("1")
        events = make_trigger(tmp_path, repeat_seconds=0.1).run()
        return [await ring(events) for _ in range(3)]

    assert asyncio.run(scenario()) == [1, 1, 1]


def test_it_rings_again_when_a_file_of_the_same_name_comes_back(tmp_path: Path) -> None:
    async def scenario() -> int:
        file = tmp_path / "dagelijks.xml"
        file.write_text("maandag")
        events = make_trigger(tmp_path).run()
        await ring(events)
        file.unlink()
        upcoming = asyncio.ensure_future(ring(events))
        await asyncio.sleep(SILENCE)
        file.write_text("dinsdag")
        return await upcoming

    assert asyncio.run(scenario()) == 1


def test_half_written_hidden_and_received_files_do_not_ring(tmp_path: Path) -> None:
    async def scenario() -> tuple[bool, int]:
        for name in ("half.xml.part", ".verborgen.xml", "kopie.xml~"):
            (tmp_path / name).write_text("nog niet")
        (tmp_path / "_ontvangen").mkdir()
        (tmp_path / "_ontvangen" / "gisteren.xml").write_text("al geweest")
        silent = await stays_silent(make_trigger(tmp_path).run())
        events = make_trigger(tmp_path).run()
        (tmp_path / "half.xml.part").rename(tmp_path / "heel.xml")
        return silent, await ring(events)

    assert asyncio.run(scenario()) == (True, 1)


def test_it_waits_for_a_folder_that_is_not_there_and_survives_its_absence(tmp_path: Path) -> None:
    async def scenario() -> list[int]:
        folder = tmp_path / "later"
        events = make_trigger(folder).run()
        upcoming = asyncio.ensure_future(ring(events))
        await asyncio.sleep(SILENCE)
        folder.mkdir()
        (folder / "eerste.xml").write_text("1")
        rings = [await upcoming]
        (folder / "eerste.xml").unlink()
        folder.rmdir()
        upcoming = asyncio.ensure_future(ring(events))
        await asyncio.sleep(SILENCE)
        folder.mkdir()
        (folder / "tweede.xml").write_text("2")
        return [*rings, await upcoming]

    assert asyncio.run(scenario()) == [1, 1]


def test_it_comes_back_from_its_serialized_form(tmp_path: Path) -> None:
    path, arguments = make_trigger(tmp_path, repeat_seconds=7).serialize()
    assert path == "integrations.orchestration.trigger.InboxTrigger"
    again = InboxTrigger(**arguments)
    assert isinstance(again, BaseEventTrigger)
    assert again.serialize() == (path, arguments)
    assert arguments["folder"] == str(tmp_path)
    assert arguments["repeat_seconds"] == 7
