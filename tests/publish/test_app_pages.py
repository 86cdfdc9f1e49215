"""One page for many readers, who may come while it is being made."""

import asyncio

from kit.publish.app.pages import Page


async def whole(page: Page) -> str:
    return "".join([piece async for piece in page.read()])


def test_a_reader_gets_each_piece_as_it_comes() -> None:
    async def scene() -> None:
        page = Page()
        reading = page.read()
        page.add("first ")
        assert await anext(reading) == "first "
        page.add("second")
        assert await anext(reading) == "second"

    asyncio.run(scene())


def test_all_readers_get_the_whole_page_whenever_they_come() -> None:
    async def scene() -> None:
        page = Page()
        assert page.is_empty
        early = [asyncio.create_task(whole(page)) for _ in range(30)]
        await asyncio.sleep(0)
        page.add("first ")
        await asyncio.sleep(0)
        late = asyncio.create_task(whole(page))
        page.add("second")
        page.finish()
        assert await asyncio.gather(*early, late, whole(page)) == ["first second"] * 32

    asyncio.run(scene())


def test_a_page_that_broke_off_ends_with_a_number() -> None:
    async def scene() -> None:
        page = Page()
        page.add("first ")
        page.finish(incident="0123abcd")
        assert await whole(page) == "first "
        assert page.incident == "0123abcd"
        assert not page.is_empty

    asyncio.run(scene())
