"""Changes of the documents, one at a time: folder and catalogue change, then the index is built, in the background.

Whoever asks meanwhile is answered from the index as it was, then from the new one. A change that fails leaves
folder, catalogue and index as they were.
"""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.plan import PlanAssistant
from index.build import BuildReport, build_index
from index.document import FileWarning
from index.errors import AssistantError, Busy, DocumentUnreadable
from index.folder_change import Arrival, changed, plan_moves
from index.standing import check_standing
from index.store.generations import current_generation
from index.store.manifest import load_manifest

log = logging.getLogger(__name__)

PULSE = 1.0  # seconds after which a follower is told again: it may have gone
_MOST_NAMED = 3  # documents that are named in what is said when it is done
_LANDING = "資料を置き換えています"
_TAKING_UP = "新しい索引を開いています"
_FAILED = "内部エラーが起きました。続くときは管理者に知らせてください。"


@dataclass(frozen=True, slots=True)
class Change:
    """Documents that arrive and leave, and how those that go stood when somebody decided on it."""

    arrivals: Sequence[Arrival]
    leaving: Sequence[str]
    seen: Mapping[str, str]


class State(BaseModel, frozen=True):
    """How a change stands. ``total`` is 0 where nobody knows how much there is to do; ``said`` is the outcome."""

    job: int = 0
    running: bool = False
    what: str = ""
    done: int = 0
    total: int = 0
    said: str = ""
    failed: str = ""
    warnings: tuple[FileWarning, ...] = ()


class Changes:
    """The change that is going on, or the last one."""

    def __init__(self, assistant: PlanAssistant, take_up: Callable[[], object]) -> None:
        """``take_up`` opens the new index and makes what every page asks for first, so that nobody waits for it."""
        self._assistant = assistant
        self._take_up = take_up
        self._state = State()
        self._news = threading.Condition()

    @property
    def state(self) -> State:
        """How the change stands."""
        with self._news:
            return self._state

    def start(self, change: Change, ended: Callable[[], object] = lambda: None) -> State:
        """Begin a change; it ends whether or not anybody follows it, and then ``ended`` is called.

        Raises:
            Busy: another is going on.
            NameTaken, UnknownDocument, InputError, DocumentsMissing: see :func:`index.folder_change.changed`.
        """
        documents = self._assistant.settings.documents
        plan_moves(documents, change.arrivals, change.leaving)  # what is wrong at once is said at once
        check_standing(documents, change.seen)
        with self._news:
            if self._state.running:
                raise Busy("ほかの変更で索引を更新しています。終わってから、もう一度お試しください。")
            self._state = State(job=self._state.job + 1, running=True, what=_LANDING)
            begun = self._state
        threading.Thread(target=self._run, args=(change, ended), name="change", daemon=True).start()
        return begun

    def follow(self, job: int) -> Iterator[State]:
        """How a change stands, again and again until it is done."""
        told = None
        while True:
            with self._news:
                if self._state == told:
                    self._news.wait(PULSE)
                told = self._state
            yield told
            if told.job != job or not told.running:
                return

    def _tell(self, **news: object) -> None:
        with self._news:
            self._state = self._state.model_copy(update=news)
            self._news.notify_all()

    def _run(self, change: Change, ended: Callable[[], object]) -> None:
        outcome: dict[str, object] = {"failed": _FAILED}
        try:
            report, said = self._change(change)
            outcome = {"said": said, "warnings": tuple(report.warnings)}
        except AssistantError as error:
            outcome = {"failed": str(error)}
            self._restore()
        except Exception:
            log.exception("change")
            self._restore()
        finally:  # whatever happened, the next change can begin
            ended()
            self._tell(running=False, **outcome)

    def _change(self, change: Change) -> tuple[BuildReport, str]:
        documents = self._assistant.settings.documents
        before = self._titles()
        with changed(documents, change.arrivals, change.leaving, change.seen) as slugs:
            report = self._build()
            self._check_held(slugs, report)
        self._tell(what=_TAKING_UP, done=0, total=0)
        try:
            self._take_up()
        except Exception:  # the change has landed: the next question opens the index, or says what is wrong with it
            log.exception("the new index could not be opened")
        return report, _outcome(change, slugs, before | self._titles())

    def _titles(self) -> dict[str, str]:
        """What documents are called; nothing of an index that cannot be opened."""
        with suppress(AssistantError):
            return {edition.slug: edition.title for edition in self._assistant.index.editions}
        return {}

    def _build(self) -> BuildReport:
        settings = self._assistant.settings
        return build_index(
            settings.documents,
            settings.index,
            settings.embedding_model,
            enrichment=settings.enrichment,
            progress=lambda what, done, total: self._tell(what=what, done=done, total=total),
        )

    def _check_held(self, slugs: Sequence[str], report: BuildReport) -> None:
        """Raise if the index could not read what arrived."""
        sources = load_manifest(current_generation(self._assistant.settings.index)).sources
        for slug in slugs:
            source = sources[slug]
            if source.held != source.seen:
                why = [warning for warning in report.warnings if warning.file == source.seen.file]
                raise (
                    DocumentUnreadable(why[-1].why, why[-1].do)
                    if why
                    else DocumentUnreadable("索引に入れられませんでした", "ファイルを確認してください")
                )

    def _restore(self) -> None:
        """Bring the index back in line with the folder, should it have taken up what did not stay."""
        try:
            self._build()
        except Exception:  # the next change, or assistant index, tries again
            log.exception("the index could not be brought back in line with the folder")


def _outcome(change: Change, slugs: Sequence[str], titles: Mapping[str, str]) -> str:
    """What was done, in the words of the buttons that did it."""
    arrived = list(zip(slugs, change.arrivals, strict=True))
    done = (
        ([slug for slug, one in arrived if not one.replaces], "加えました"),
        ([slug for slug, one in arrived if one.replaces], "差し替えました"),
        (change.leaving, "取り除きました"),
    )
    return "".join(f"{_named([titles.get(slug, slug) for slug in what])}を{how}。" for what, how in done if what)


def _named(titles: Sequence[str]) -> str:
    return "".join(f"『{title}』" for title in titles) if len(titles) <= _MOST_NAMED else f"{len(titles)}件の資料"
