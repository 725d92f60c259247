"""How an owner hires, for the journeys that need a team."""

from tests.cast import Actor, Stage


async def invitation(stage: Stage, role: str = "Кассира") -> str:
    """A fresh link, as the owner sees it."""
    await stage.owner.say("/staff")
    await stage.owner.press("Пригласить по ссылке")
    await stage.owner.press(role)
    return next(word for word in stage.owner.sees.split() if word.startswith("https://"))


async def hired(stage: Stage, name: str, role: str = "Кассира") -> Actor:
    """Somebody who came by the owner's link and was accepted."""
    colleague = stage.person(name)
    await colleague.open(await invitation(stage, role))
    await stage.owner.press("Принять")
    return colleague
