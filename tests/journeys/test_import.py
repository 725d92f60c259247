"""An owner brings his customers from another programme, and a customer finds his points."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from actions.import_work import run_imports
from actions.verify import verify_ledger
from tests.actions.importing import table, workbook
from tests.cast import Actor, Stage, play
from tests.journeys.team import hired

PHONE = "+79001112233"


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with play(tmp_path) as stage:
        await stage.owner.start()
        yield stage
        assert (await verify_ledger(stage.app.shop)).faults == ()


async def joined_with(stage: Stage, name: str, phone: str) -> Actor:
    """Somebody who joins and shares his own contact."""
    person = stage.person(name, phone=phone)
    await person.start()
    await person.press("Согласен")
    await person.press("Не сейчас")
    await person.press(name)
    await person.contact()
    await person.press("Пропустить")
    return person


async def test_rule_80_a_file_is_imported_and_a_customer_finds_his_points(
    stage: Stage,
) -> None:
    owner = stage.owner
    await owner.say("/import")
    assert owner.sees.startswith("Участники из другой программы\nПришлите сюда таблицу файлом")
    await owner.document(table(f"{PHONE};Анна;250", "8 900 111-22-44;Павел;100", "нет;;5"), "клиенты.csv")
    assert owner.sees == (
        "Участники из файла · клиенты.csv\n\n"
        "Столбцы читаю так:\nТелефон: телефон\nИмя: имя\nБаллы: баллы\n\n"
        "2 новых участника\n0 знакомых участников\n350 баллов всего\n\n"
        "1 строка пропущена:\nстрока 4: телефон не читается\n\n"
        "Прибавить: баллы из файла добавятся к балансу. Заменить: баланс станет таким, как в файле."
    )
    await owner.press("Прибавить")
    assert owner.sees.startswith("Прибавить к балансам\nК тому, что уже есть, добавится: 350 баллов.")
    await owner.tap_twice("Да, перенести")
    assert "Перенесено. Сообщений никому не отправлено.\n\nДобавлены 2 участника" in owner.sees
    anna = await joined_with(stage, "Анна", PHONE)
    assert "Рады видеть вас снова! Вас ждали 250 баллов. Сейчас можно потратить 250." in anna.heard
    assert await stage.balance(anna) == 250
    await anna.say("/history")
    assert "Из прежней программы магазина" in anna.sees


async def test_rule_80_an_import_is_taken_back_and_stays_once_it_was_used(stage: Stage) -> None:
    owner, lena = stage.owner, await hired(stage, "Лена")
    await owner.document(workbook(("Phone", "Points"), (79001112233, 250)), "base.xlsx")
    await owner.press("Заменить")
    await owner.press("Да, перенести")
    await owner.press("Отменить перенос")
    assert owner.sees.startswith("Отменить весь перенос?")
    await owner.press("Да, отменить")
    assert "Перенос отменён. Балансы такие же, как до него." in owner.sees
    await owner.document(workbook(("Phone", "Points"), (79001112233, 250)), "base.xlsx")
    await owner.press("Заменить")
    await owner.press("Да, перенести")
    anna = await joined_with(stage, "Анна", PHONE)
    await lena.sell(anna, "1000")
    await anna.say("/rewards")
    await anna.press("Подарить другу")
    await anna.say("100")
    await owner.say("/import")
    await owner.press("Последний перенос")
    await owner.press("Отменить перенос")
    await owner.press("Да, отменить")
    assert owner.sees.startswith("Перенос уже нельзя отменить: 1 строкой из него успели воспользоваться.")


async def test_rule_80_a_long_import_goes_on_by_itself_and_can_be_stopped(stage: Stage) -> None:
    owner = stage.owner
    await owner.document(table(*(f"+7900{n:07d};Имя;1" for n in range(500)), *["?;;"] * 12), "a.csv")
    assert any("12 строк пропущено" in text for text in owner.heard)
    assert owner.sees == "Все строки, которые пропущены."
    content = stage.telegram.file_bytes(owner.screen.document).decode("utf-8-sig")
    assert content.splitlines()[:2] == ["Строка;Что не так", "502;телефон не читается"]
    await owner.press("Прибавить")
    await owner.press("Да, перенести")
    shown = next(text for text in owner.heard if "Переношу" in text)
    assert "Переношу: 160 из 500 строк." in shown
    await owner.press("Остановить")
    assert any("Остановлено: 160 из 500 строк." in text for text in owner.heard)
    await owner.press("Продолжить")
    await stage.restart()
    await run_imports(stage.app.shop)
    await stage.settle()
    assert any("Добавлено 500 участников" in text for text in owner.heard)


@pytest.mark.parametrize(
    ("content", "answer"),
    [
        (b"%PDF-1.7\x00", "Этот файл не читается. Сохраните таблицу как CSV или XLSX и пришлите ещё раз."),
        (b"name\nAnna", "Не нахожу столбца с телефонами или номерами карт."),
        (b"phone\n", "В файле нет строк."),
        (b"a" * (10 * 1024 * 1024 + 1), "Файл слишком большой: можно не больше 10 МБ."),
    ],
)
async def test_a_file_that_is_no_table_is_explained(stage: Stage, content: bytes, answer: str) -> None:
    await stage.owner.document(content, "x.csv")
    assert stage.owner.sees.startswith(answer)


async def test_a_customers_file_is_nobodys_business(stage: Stage) -> None:
    anna = await stage.joined("Анна")
    await anna.document(table(f"{PHONE};Анна;250"), "x.csv")
    assert anna.sees.startswith("Пока не понимаю") or "понимаю" in anna.sees
    await anna.forge("import.go:1:add")
    assert await stage.scalar("SELECT count(*) FROM imports") == 0


async def test_forged_and_old_buttons_do_no_harm(stage: Stage) -> None:
    owner = stage.owner
    await owner.say("/import")
    for data in ("import.go", "import.go:9:all", "import.mode:x", "import.undo:7", "import.stop:", "import:"):
        await owner.forge(data)
        assert any("Этот шаг уже позади" in text for text in owner.heard)
    await owner.document(table(f"{PHONE};Анна;250"), "x.csv")
    await owner.press("Не переносить")
    assert owner.sees.endswith("Файл забыт, ничего не изменилось.")
