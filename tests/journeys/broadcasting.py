"""How an owner writes to many, for the journeys that do."""

import asyncio

from tests.cast import Actor, Stage

TEXT = "Привет, {имя|друг}! У вас {баланс}."


UNDER_WAY = (
    "SELECT 1 FROM campaigns WHERE state = 'queuing' OR amending != '' UNION ALL "
    "SELECT 1 FROM recipients JOIN campaigns ON campaigns.id = campaign_id WHERE "
    "campaigns.state = 'running' AND (recipients.state = 'handed' OR (recipients.state = 'waiting' "
    "AND due_at <= ?)) UNION ALL SELECT 1 FROM campaigns AS c WHERE state = 'running' AND NOT EXISTS "
    "(SELECT 1 FROM recipients WHERE campaign_id = c.id AND state IN ('waiting', 'handed'))"
)


async def gone(stage: Stage) -> None:
    """Until every broadcast has sent what it could by now."""
    await stage.app.runner.tick()
    for _ in range(1_000):
        if not await stage.scalar(UNDER_WAY, int(stage.clock.now().timestamp() * 1_000_000)):
            break
        await asyncio.sleep(0.01)
    await stage.settle()


async def reader(stage: Stage, name: str) -> Actor:
    """Somebody with a card who wants news."""
    actor = stage.person(name)
    await actor.start()
    for button in ("Согласен", "Да", name):
        await actor.press(next(one for one in actor.buttons if one.startswith(button)))
    await actor.key("Пропустить")
    await actor.press("Пропустить")
    return actor


async def written(owner: Actor, text: str = TEXT) -> None:
    """A new draft that says this."""
    await owner.say("/broadcast")
    await owner.press("Новая рассылка")
    await owner.say(text)


async def without_control(owner: Actor) -> None:
    await owner.press("Проверка")
    await owner.press("Никто")
    await owner.press("‹ Назад")


async def sent(owner: Actor) -> None:
    """Looked at, checked, and sent."""
    await owner.press("Показать мне")
    await owner.press("Отправить…")
    await owner.press("Да, отправить")
