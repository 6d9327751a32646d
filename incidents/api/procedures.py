"""Procedures over REST: what is in use, what is to be read, and versions with their texts."""

from rest_framework.request import Request
from rest_framework.response import Response

from dispatch.accounts.permissions import Act, insist
from dispatch.api.lists import page_of
from dispatch.api.views import StaffView, now, staff
from dispatch.refusal import Refusal
from incidents.api.doors import body_of, reads, writes
from incidents.api.procedure_fields import Acknowledge, EditText, ImportPack, NewPack, edits_of
from incidents.commands.procedures_draft import edit_draft, import_draft, new_draft, start_shared_draft
from incidents.commands.procedures_use import acknowledge_procedure
from incidents.models import ProcedurePack
from incidents.queries.procedure_findings import judged
from incidents.queries.procedure_readings import changes_for, changes_shown, to_read, to_read_shown, unread_types
from incidents.queries.procedure_versions import finding_shown, version_named, version_row, version_rows, version_whole
from incidents.queries.procedures import packs_of, type_choices, whole_of
from incidents.rules.packs.writer import write_yaml


def the_version(request: Request, version_id: int) -> ProcedurePack:
    """The version that the address names, in the asker's centre, for anybody who may read procedures."""
    insist(staff(request), Act.READ_PROCEDURES, staff(request))
    return version_named(staff(request).centre_id, version_id)


class Procedures(StaffView):
    """Procedure packs."""

    @reads("The procedure packs of the centre; ?words= finds incident types by everyday words, with `unread` where changes wait for you")
    def get(self, request: Request) -> Response:
        """Packs, or types."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        words = request.query_params.get("words")
        if words is None:
            return Response({"results": packs_of(person.centre_id), "next": None})
        unread = unread_types(person)
        found = [{**each, "unread": each["code"] in unread} for each in type_choices(person.centre_id, words[:200])]
        return Response({"results": found, "next": None})


class ProcedureReadings(StaffView):
    """What changed, and who has read it."""

    @reads("The incident types whose changed words you have not acknowledged")
    def get(self, request: Request) -> Response:
        """What is to be read."""
        insist(staff(request), Act.ACKNOWLEDGE_PROCEDURES, staff(request))
        return Response({"results": to_read_shown(to_read(staff(request))), "next": None})

    @writes("Acknowledge the changed words of a type", Acknowledge)
    def post(self, request: Request) -> Response:
        """Acknowledge."""
        body = body_of(Acknowledge, request)
        acknowledge_procedure(type_code=body["type"], digest=body["digest"], by=staff(request), at=now())
        return Response({"results": to_read_shown(to_read(staff(request))), "next": None}, status=201)


class ProcedureChanges(StaffView):
    """What changed for one type."""

    @reads("What changed for an incident type since you last read it, in plain words")
    def get(self, request: Request, type_code: str) -> Response:
        """The changes."""
        insist(staff(request), Act.READ_PROCEDURES, staff(request))
        return Response(changes_shown(changes_for(staff(request), type_code)))


class ProcedurePacks(StaffView):
    """Packs that do not exist yet."""

    @writes("Begin a pack with one type to be written", NewPack)
    def post(self, request: Request) -> Response:
        """Begin it."""
        body = body_of(NewPack, request)
        return Response(version_row(new_draft(pack_id=body["id"], title=body["title"], by=staff(request), at=now())), status=201)


class SharedDrafts(StaffView):
    """Drafts of what packs share."""

    @writes("Begin a draft of what packs share: advice, organisations, priorities and the rest of the core library", None)
    def post(self, request: Request) -> Response:
        """Begin it."""
        return Response(version_row(start_shared_draft(by=staff(request), at=now())), status=201)


class ProcedureVersions(StaffView):
    """Versions."""

    @reads("Every version, newest first; ?status= and ?pack= narrow it down", operation_id="procedure_versions_list")
    def get(self, request: Request) -> Response:
        """A page of versions."""
        person = staff(request)
        insist(person, Act.READ_PROCEDURES, person)
        found = ProcedurePack.objects.of(person.centre_id).light()
        for name, column in (("status", "status"), ("pack", "pack_id")):
            if request.query_params.get(name):
                found = found.filter(**{column: request.query_params[name][:80]})
        return page_of(found, request, version_rows)

    @writes("Bring in a YAML file as a draft: it comes with its findings by line; 409 `packs-invalid` when it is no pack", ImportPack)
    def post(self, request: Request) -> Response:
        """Bring it in."""
        body = body_of(ImportPack, request)
        row, found = import_draft(text=body["yaml"], name=body["file"], by=staff(request), at=now())
        findings = [finding_shown(each) for each in found.findings]
        if row is None:
            words = f"This file is no procedure pack: {found.errors[0]}"
            raise Refusal(words, code="packs-invalid", findings=findings[:100])
        return Response({**version_row(row), "findings": findings}, status=201)


class ProcedureVersion(StaffView):
    """One version."""

    @reads("One version, with its text, findings, consultation and history")
    def get(self, request: Request, version_id: int) -> Response:
        """The version."""
        return Response(version_whole(the_version(request, version_id)))


class ProcedureText(StaffView):
    """The text of a version."""

    @reads("The text as YAML; it reads back as the same pack")
    def get(self, request: Request, version_id: int) -> Response:
        """The text."""
        row = the_version(request, version_id)
        return Response({**version_row(row), "file": file_name(row), "yaml": yaml_of(row)})

    @writes("Change a draft part by part; 409 `stale` says what stands there now", EditText, made=200)
    def post(self, request: Request, version_id: int) -> Response:
        """Change it."""
        body = body_of(EditText, request)
        row, found = edit_draft(version_id=version_id, revision=body["revision"], edits=edits_of(body), by=staff(request), at=now())
        return Response({**version_row(row), "findings": [finding_shown(each) for each in found.findings]})


class ProcedureFindings(StaffView):
    """What the validator says."""

    @reads("The validator's findings about a version")
    def get(self, request: Request, version_id: int) -> Response:
        """The findings."""
        found = judged(the_version(request, version_id)).findings
        return Response({"results": [finding_shown(each) for each in found], "next": None})


def file_name(row: ProcedurePack) -> str:
    """What a downloaded version is called."""
    return f"{row.pack_id}-{row.version}.yaml"


def yaml_of(row: ProcedurePack) -> str:
    """The last whole text of a version as YAML."""
    return write_yaml(whole_of(row))
