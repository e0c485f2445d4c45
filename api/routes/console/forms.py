"""What a form of the console sends (表单), and what was wrong with it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from api.problems.answers import Told, refusal_of
from api.problems.validation import judged
from api.services.refusals import Refusal
from api.store.session import Session
from boundary_data.problems import UnusableInput

ModelT = TypeVar("ModelT", bound=BaseModel)
DoneT = TypeVar("DoneT")
UNREADABLE = "文字中有空字符（NUL）或不成对的代理字符"


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields of a form as they were sent: texts (all of a name), and files."""

    texts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return the text of a field without spaces around it, empty if it was not sent."""
        return next(iter(self.texts.get(name, ())), "").strip()

    def all(self, name: str) -> list[str]:
        """Return every text sent under a name, without the empty ones."""
        return [one.strip() for one in self.texts.get(name, ()) if one.strip()]

    def told(self, *names: str) -> dict[str, str]:
        """Return those of the fields that are not empty."""
        return {name: self[name] for name in names if self[name]}

    def begun(self, start: str) -> dict[str, str]:
        """Return the fields whose names begin with `start`, without that beginning."""
        return {
            name.removeprefix(start): self[name] for name in self.texts if name.startswith(start)
        }


NOTHING = Filled()


async def _filled(request: Request) -> AsyncIterator[Filled]:
    # files that were sent are closed when the answer is on its way
    async with request.form() as form:
        yield _read(form)


def _read(form: FormData) -> Filled:
    texts: dict[str, tuple[str, ...]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            files |= {name: value} if value.filename else {}
            continue
        if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in name + value):
            told = {"type": "unreadable_text", "loc": ("body", name), "msg": UNREADABLE}
            raise RequestValidationError([told])
        texts[name] = (*texts.get(name, ()), value.replace("\r\n", "\n"))
    return Filled(texts, files)


Form = Annotated[Filled, Depends(_filled)]
"""The fields of the form that was sent."""


def read_as(model: type[ModelT], told: Mapping[str, object]) -> ModelT:
    """Return what was filled in as the interface takes it, so that both refuse alike.

    Raises:
        RequestValidationError: A field is wrong; each is told in Chinese.
    """
    try:
        return model.model_validate(dict(told))
    except ValidationError as error:
        wrong = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(wrong) from error


def tried(db: Session, do: Callable[[], DoneT]) -> DoneT | Told:
    """Return what `do` returns, or why it was refused; then nothing of it stays written."""
    try:
        with db.begin_nested():
            return do()
    except RequestValidationError as error:
        kind, errors = judged(error.errors())
        return Told(kind, errors=errors)
    except (Refusal, UnusableInput) as refusal:
        return refusal_of(refusal)


def wrong_fields(told: Told | None) -> dict[str, str]:
    """Return what is said of each field, by the last word of its path, for the form to show."""
    if told is None:
        return {}
    return {one.field.rpartition(".")[2]: one.message for one in told.errors}


__all__ = ["NOTHING", "Filled", "Form", "Told", "read_as", "tried", "wrong_fields"]
