"""How an owner hires, for the journeys that need a team."""

from tests.cast import Actor, Stage


async def invitation(stage: Stage) -> str:
    """A fresh link, as the owner sees it."""
    await stage.owner.say("/staff")
    await stage.owner.press("Пригласить по ссылке")
    return next(word for word in stage.owner.sees.split() if word.startswith("https://"))


async def hired(stage: Stage, name: str) -> Actor:
    """A cashier who came by the owner's link and was accepted."""
    cashier = stage.person(name)
    await cashier.open(await invitation(stage))
    await stage.owner.press("Принять")
    return cashier
