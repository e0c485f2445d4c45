"""Keeping documents in the case as they were made (存卷): a file under its hash, never changed.

A document is made as DOCX when a step is taken, in the transaction of the step: that needs no
library of the machine. A PDF can be added at any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from api.services.cases import keeping_files
from api.services.cases.documents import Form, MadeDocument, make
from api.services.cases.holding import Held, look
from api.services.cases.keeping_files import TakenFile
from api.services.cases.laying import must_lay
from api.services.person import Person
from api.services.printing.fields import Kind
from api.services.printing.templates import FieldsLacking
from api.store.queries.cases import keeping, papers
from api.store.session import Session
from naming.procedure.papers import Paper
from naming.procedure.words import Verb

PAPER_OF = {
    Kind.APPLICATION: Paper.APPLICATION,
    Kind.APPROVAL_REPLY: Paper.REPLY,
    Kind.FILING_REPORT: Paper.FILING_REPORT,
    Kind.FILING_FORM: Paper.FILING_FORM,
}
"""Kinds that are papers of a case; the others are kept among the other papers."""

MADE_AT = {
    Verb.SUBMIT: (Kind.APPLICATION,),
    Verb.APPROVE: (Kind.APPROVAL_REPLY,),
    Verb.REPORT: (Kind.FILING_REPORT, Kind.FILING_FORM),
    Verb.PUBLISH: (Kind.ANNOUNCEMENT,),
}
"""Which documents are kept when a step is taken."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A document kept in a case: the paper it lies with, and its file."""

    paper: UUID
    file: TakenFile


def freeze(
    db: Session,
    id: UUID,
    kind: Kind,
    form: Form,
    person: Person,
    *,
    on: date,
    folder: Path,
    of: UUID | None = None,
) -> Frozen:
    """Make a document and keep it in the case; the same document again changes nothing.

    Raises:
        UnknownCase, NotAllowed, NotYours: as laying a paper.
        Whatever `make` raises.
    """
    held = look(db, id, person)
    must_lay(held)
    return _keep(db, held, make(db, id, kind, form, person, on=on, of=of), on, folder, of)


def freeze_at_step(
    db: Session, id: UUID, verb: Verb, person: Person, *, on: date, folder: Path
) -> list[Frozen]:
    """Keep the documents that a step brings about; those a case of this kind has not, are left."""
    held = look(db, id, person)
    found = []
    for kind in MADE_AT.get(verb, ()):
        try:
            made = make(db, id, kind, "docx", person, on=on)
        except FieldsLacking:
            continue
        found.append(_keep(db, held, made, on, folder, None))
    return found


def _keep(
    db: Session, held: Held, made: MadeDocument, on: date, folder: Path, of: UUID | None
) -> Frozen:
    id = _paper(db, held, made, on, of)
    taken = keeping_files.keep(folder, made.content, made.name)
    papers.note_file(db, taken.sha256, taken.media_type, taken.size)
    papers.attach_file(db, id, taken.sha256, taken.name)
    told = {
        "paper": str(id),
        "document": made.kind.value,
        "template": made.template,
        "sha256": taken.sha256,
        "name": taken.name,
        "size": taken.size,
    }
    keeping.write_note(db, held.case, "freeze_document", told)
    return Frozen(id, taken)


def _paper(db: Session, held: Held, made: MadeDocument, on: date, of: UUID | None) -> UUID:
    """Return the paper a document lies with: the newest of its kind, or a new one."""
    kind = PAPER_OF.get(made.kind, Paper.OTHER)
    if kind is not Paper.OTHER:
        mine = [d.id for d in papers.documents_of(db, held.case.id) if d.paper == kind.value]
        if mine:
            return mine[-1]
    id = uuid5(held.case.id, f"{made.kind.value}{of or ''}")
    papers.write_document(
        db,
        {
            "id": id,
            "case_id": held.case.id,
            "paper": kind.value,
            "title": made.paper.title,
            "number": made.paper.number,
            "issuer": made.paper.signer,
            "issued_on": on,
            "fields": _fields(made),
            "written_by": held.person.account_id,
            "written_by_name": held.person.name,
        },
    )
    return id


def _fields(made: MadeDocument) -> dict[str, str]:
    if made.kind is Kind.FILING_REPORT:
        return {"summary": "\n".join(made.paper.body)}
    return {"made_by": made.template} if made.kind not in PAPER_OF else {}
