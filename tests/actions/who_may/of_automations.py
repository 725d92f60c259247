"""The table of rights: messages that go by themselves."""

from loyalty.rights import Right
from tests.actions.who_may.duties import SELF, Duty, Kind, about

OF_AUTOMATIONS: tuple[Duty, ...] = (
    Duty(
        "Look at automations, see who would get them, make one",
        "Смотреть сценарии и кому они уйдут, создавать свои",
        Right.RUN,
        SELF,
        about(
            Kind.NOTHING,
            "list_automations.list_automations",
            "set_automation.ask_title",
            "set_automation.add_automation",
        )
        + about(Kind.AUTOMATION, "list_automations.show_automation", "list_automations.who_today"),
    ),
    Duty(
        "Set automations, switch them on and off, delete one's own",
        "Настраивать сценарии, включать, выключать и удалять свои",
        Right.RUN,
        SELF,
        about(
            Kind.AUTOMATION,
            "set_automation.switch_on",
            "set_automation.switch_off",
            "set_automation.set_value",
            "set_automation.ask_value",
            "set_automation.answer_value",
            "set_automation.delete_automation",
        ),
    ),
)
