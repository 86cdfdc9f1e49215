"""One rendering for many readers."""

import asyncio
from collections.abc import AsyncIterator

from kit.publish.app.shelf import HAS_INCIDENT, NEEDS_KERNEL, Page, Shelf


class Press:
    """A renderer that counts what it prints and waits for a sign before the second piece."""

    def __init__(self, second: str = "second") -> None:
        self.second = second
        self.printed: list[str] = []
        self.version = 1
        self.may_go_on = asyncio.Event()
        self.shelf = Shelf(render=self.render, version=lambda _: self.version)

    async def render(self, path: str) -> AsyncIterator[str]:
        self.printed.append(path)
        yield "first "
        await self.may_go_on.wait()
        if self.second == "break":
            raise OSError("no more paper")
        yield self.second


async def whole(page: Page) -> str:
    return "".join([piece async for piece in page.read()])


def test_thirty_readers_share_one_rendering() -> None:
    async def scene() -> None:
        press = Press()
        readers = [asyncio.create_task(whole(press.shelf.open("a"))) for _ in range(30)]
        await asyncio.sleep(0)
        press.may_go_on.set()
        assert await asyncio.gather(*readers) == ["first second"] * 30
        assert await whole(press.shelf.open("a")) == "first second"
        assert press.printed == ["a"]

    asyncio.run(scene())


def test_a_reader_gets_each_piece_as_it_comes() -> None:
    async def scene() -> None:
        press = Press()
        reading = press.shelf.open("a").read()
        assert await anext(reading) == "first "
        press.may_go_on.set()
        assert await anext(reading) == "second"

    asyncio.run(scene())


def test_a_changed_source_is_rendered_again() -> None:
    async def scene() -> None:
        press = Press()
        press.may_go_on.set()
        await whole(press.shelf.open("a"))
        press.version = 2
        await whole(press.shelf.open("a"))
        assert press.printed == ["a", "a"]

    asyncio.run(scene())


def test_a_page_with_a_failure_or_a_kernel_is_not_shown_again() -> None:
    async def scene(second: str) -> None:
        press = Press(second)
        press.may_go_on.set()
        await whole(press.shelf.open("a"))
        await asyncio.sleep(0)
        await whole(press.shelf.open("a"))
        assert press.printed == ["a", "a"]

    for second in (HAS_INCIDENT, NEEDS_KERNEL, "break"):
        asyncio.run(scene(second))


def test_a_broken_rendering_ends_with_a_number() -> None:
    async def scene() -> None:
        press = Press("break")
        press.may_go_on.set()
        page = press.shelf.open("a")
        assert await whole(page) == "first "
        assert len(page.incident) == 8

    asyncio.run(scene())


def test_a_page_that_may_hold_a_kernel_is_rendered_for_each_reader() -> None:
    async def scene() -> None:
        press = Press(NEEDS_KERNEL)
        press.may_go_on.set()
        pages = [press.shelf.open("a", alone=True) for _ in range(2)]
        assert pages[0] is not pages[1]
        await asyncio.gather(*map(whole, pages))
        assert press.printed == ["a", "a"]

    asyncio.run(scene())


def test_heating_renders_one_after_another_and_forgets_what_is_no_longer_wanted() -> None:
    async def scene() -> None:
        press = Press()
        press.shelf.heat(["a", "b"])
        await asyncio.sleep(0.01)
        assert press.printed == ["a"]
        press.shelf.heat(["c"])
        press.may_go_on.set()
        await asyncio.sleep(0.01)
        assert press.printed == ["a", "c"]

    asyncio.run(scene())
