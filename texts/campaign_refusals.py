"""What can't be done with broadcasts, automations and segments."""

from collections.abc import Callable, Mapping

from loyalty.refusals import Refusal
from texts.automation_refusals import AUTOMATION_REFUSALS
from texts.broadcast_refusals import BROADCAST_REFUSALS
from texts.segment_refusals import SEGMENT_REFUSALS
from texts.words import Html, Words

CAMPAIGN_REFUSALS: Mapping[Refusal, Callable[[Words, Mapping[str, int | str]], Html]] = {
    Refusal.CAMPAIGN_UNKNOWN: lambda w, _: w.t("It isn't there any more. See what is: /broadcast"),
    Refusal.CAMPAIGN_NOT_SENT: lambda w, _: w.t("Nothing has been sent yet, so there is nothing to reckon."),
    **AUTOMATION_REFUSALS,
    **BROADCAST_REFUSALS,
    **SEGMENT_REFUSALS,
}
