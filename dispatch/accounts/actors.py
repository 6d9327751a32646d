"""Who acts: a member of staff in a centre, a crew on its own page, another system that signs, or the console itself."""

from dataclasses import dataclass

from dispatch.accounts.models import Centre, Membership, Role


@dataclass(frozen=True)
class Staff:
    """A signed-in person in the centre they are working in."""

    user_id: int
    name: str
    role: Role
    centre: Centre

    @property
    def label(self) -> str:
        """How the log names this person."""
        return self.name

    @property
    def centre_id(self) -> int:
        """The centre's key."""
        return self.centre.pk


@dataclass(frozen=True)
class Crew:
    """A responder, who holds the link to one deployment and nothing else."""

    call_sign: str
    centre_id: int
    deployment_id: int
    user_id: None = None

    @property
    def label(self) -> str:
        """How the log names this crew."""
        return f"{self.call_sign} crew"


@dataclass(frozen=True)
class SigningSystem:
    """Another organisation's system, which signs what it sends and speaks about its own signals only."""

    label: str
    centre_id: int
    receiver_id: int
    user_id: None = None


@dataclass(frozen=True)
class Console:
    """The console acting by itself, for instance when a timer falls due."""

    centre_id: int
    label: str = "Console"
    user_id: None = None


Actor = Staff | Crew | SigningSystem | Console


def staff_of(membership: Membership) -> Staff:
    """The actor behind a membership (its user and centre loaded)."""
    return Staff(
        user_id=membership.user_id,
        name=membership.user.name,
        role=Role(membership.role),
        centre=membership.centre,
    )
