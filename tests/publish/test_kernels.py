"""Kernels that are ready before somebody asks for one."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count
from typing import Any

from kit.publish.app.kernels import Kernels
from kit.publish.run import FIRST_IMPORTS, WARM_UP


class Kernel:
    """A kernel and its client, that remember what they have run."""

    def __init__(self) -> None:
        self.ran: list[str] = []
        self.connections, self.alive = 0, True

    def client(self) -> "Kernel":
        return self

    def start_channels(self) -> None:
        self.connections += 1

    def stop_channels(self) -> None:
        self.connections -= 1

    async def wait_for_ready(self, **_: object) -> None:
        pass

    async def execute(self, code: str, **_: object) -> None:
        self.ran.append(code)

    async def is_alive(self) -> bool:
        return self.alive


class Manager:
    """Voilà's kernel manager, as far as it is needed here."""

    def __init__(self) -> None:
        self.kernels: dict[str, Kernel] = {}
        self.connected: list[str] = []
        self.fails, self.may_start = False, asyncio.Event()
        self.may_start.set()
        self._numbers = count(1)

    async def start_kernel(self, *, env: dict[str, str], **_: Any) -> str:
        assert env["KIT_FACE"] == "live"
        if self.fails:
            raise OSError("no more processes")
        name = f"k{next(self._numbers)}"
        self.kernels[name] = Kernel()
        await self.may_start.wait()
        return name

    def get_kernel(self, name: str) -> Kernel:
        return self.kernels[name]

    def notify_connect(self, name: str) -> None:
        self.connected.append(name)

    def notify_disconnect(self, name: str) -> None:
        self.connected.remove(name)

    def ran(self) -> list[list[str]]:
        return [kernel.ran for kernel in self.kernels.values()]


def play(scene: Callable[[Manager, Kernels], Awaitable[None]]) -> None:
    async def whole() -> None:
        manager = Manager()
        kernels = Kernels(manager, spares=2)
        await scene(manager, kernels)
        await kernels.close()

    asyncio.run(whole())


async def settled() -> None:
    for _ in range(50):  # turns of the loop: nothing here waits for anything else
        await asyncio.sleep(0)


SMALL, WARM = [FIRST_IMPORTS], [FIRST_IMPORTS, WARM_UP]


def test_before_somebody_is_there_one_small_kernel_waits() -> None:
    async def scene(manager: Manager, kernels: Kernels) -> None:
        kernels.prepare()
        await settled()
        kernels.prepare()
        await settled()
        assert manager.ran() == [SMALL]
        kernels.warm()
        await settled()
        assert manager.ran() == [WARM, WARM]

    play(scene)


def test_the_next_one_starts_as_soon_as_one_is_taken() -> None:
    async def scene(manager: Manager, kernels: Kernels) -> None:
        kernels.warm()
        await settled()
        taken = [await kernels.take() for _ in range(2)]
        assert taken == ["k1", "k2"], "both were ready"
        await settled()
        assert manager.ran() == [WARM] * 4

    play(scene)


def test_the_first_one_to_come_finds_the_small_one_and_thirty_get_one_each() -> None:
    async def scene(manager: Manager, kernels: Kernels) -> None:
        kernels.prepare()
        await settled()
        taken = await asyncio.gather(*(kernels.take() for _ in range(30)))
        assert taken[0] == "k1"
        assert manager.kernels["k1"].ran == WARM
        assert len(set(taken)) == 30
        await settled()
        assert len(manager.kernels) == 32, "and two are ready again"
        assert manager.ran()[-2:] == [WARM] * 2

    play(scene)


def test_while_a_kernel_imports_no_other_spare_takes_the_machine_from_it() -> None:
    async def scene(manager: Manager, kernels: Kernels) -> None:
        manager.may_start.clear()
        kernels.warm()
        await settled()
        assert len(manager.kernels) == 1
        manager.may_start.set()
        await settled()
        assert len(manager.kernels) == 2

    play(scene)


def test_a_kernel_that_cannot_be_prepared_keeps_nobody_waiting() -> None:
    async def scene(manager: Manager, kernels: Kernels) -> None:
        manager.fails = True
        kernels.warm()
        await settled()
        manager.fails = False
        assert await kernels.take() in manager.kernels

    play(scene)


def test_a_spare_is_not_culled_as_idle_and_one_that_was_taken_may_be() -> None:
    async def scene(manager: Manager, kernels: Kernels) -> None:
        kernels.warm()
        await settled()
        assert sorted(manager.connected) == ["k1", "k2"]
        taken = await kernels.take()
        assert taken not in manager.connected

    play(scene)


def test_a_spare_that_died_is_not_handed_out() -> None:
    async def scene(manager: Manager, kernels: Kernels) -> None:
        kernels.warm()
        await settled()
        manager.kernels["k1"].alive = False
        assert manager.get_kernel(await kernels.take()).alive

    play(scene)
