"""The demo's chapter about coaching: one review is made, and what it led to waits for its second signature."""

from datetime import datetime, timedelta

from coaching.commands.review import Found, record_review
from coaching.commands.support import open_support_need, sign_support_need
from incidents.demo.story_acts import Cast
from incidents.models import Incident

REVIEWED = "CO-ALARM"  # the type of the closed incident that was reviewed


def tell_of_coaching(cast: Cast, at: datetime) -> None:
    """Tess reviews Amina's part in a closed incident, and signs what she proposes; Amina has not signed yet."""
    incident = Incident.objects.of(cast.centre.pk).exclude(closed_at=None).filter(type_code=REVIEWED).order_by("pk").first()
    if incident is None:
        return
    review = record_review(
        incident_id=incident.pk,
        colleague_id=cast.amina.user_id,
        praise="You had everybody outside within the first minute, and you stayed calm and clear with a frightened caller.",
        findings=[
            Found("advice", "good", "Every line of advice was read word for word, and the caller repeated it back."),
            Found("location", "good", "The address was read back before the first question."),
            Found("partners", "moderate", "The second organisation was told after the two minutes that the procedure gives."),
        ],
        by=cast.tess,
        at=at - timedelta(minutes=52),
    )
    need = open_support_need(
        colleague_id=cast.amina.user_id,
        review_id=review.pk,
        area="partners",
        kind="side_by_side",
        good_looks_like="Every organisation that the outcome names is told within two minutes, with its reference in the log.",
        measure="The next three incidents with two or more organisations to tell.",
        agreed_text="Tess sits beside Amina for one hour of the next two shifts; they go through each incident together afterwards.",
        lead_view="The calls themselves are excellent. It is the order of the first two minutes that we want to practise.",
        by=cast.tess,
        at=at - timedelta(minutes=45),
    )
    sign_support_need(need_id=need.pk, wording=need.wording, by=cast.tess, at=at - timedelta(minutes=44))
