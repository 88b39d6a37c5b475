"""Where an import stands, in the words and figures of its page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from clmsite import numerals
from clmsite.kernel.imports.kinds import ImportKind, kind_of
from clmsite.kernel.imports.runner import stalled
from clmsite.kernel.models import ImportJob

State = ImportJob.State
NAMES = {
    State.UPLOADED: lazy("Waits for its columns"),
    State.CHECKING: lazy("Checking"),
    State.CHECKED: lazy("Checked, nothing written"),
    State.QUEUED: lazy("Waits for a worker"),
    State.RUNNING: lazy("Importing"),
    State.PAUSED: lazy("Stopped half-way"),
    State.DONE: lazy("Done"),
    State.FAILED: lazy("Failed"),
    State.UNDOING: lazy("Undoing"),
    State.UNDONE: lazy("Undone"),
}
MOODS = {State.DONE: "pos", State.FAILED: "neg", State.PAUSED: "warn", State.CHECKED: "acc"}
BUSY = (State.CHECKING, State.QUEUED, State.RUNNING, State.UNDOING)


@dataclass(frozen=True)
class Progress:
    job: ImportJob
    kind: ImportKind
    is_stalled: bool

    @property
    def name(self) -> Any:
        return NAMES[State(self.job.state)]

    @property
    def mood(self) -> str:
        return MOODS.get(State(self.job.state), "acc" if self.is_busy else "")

    @property
    def is_busy(self) -> bool:
        return self.job.state in BUSY

    @property
    def step(self) -> int:
        """1 file, 2 columns, 3 check, 4 import."""
        before = {State.UPLOADED: 2, State.CHECKING: 3, State.CHECKED: 3}
        return before.get(State(self.job.state), 4)

    @property
    def done(self) -> int:
        checking = self.job.state == State.CHECKING
        return self.job.checked.get("rows", 0) if checking else self.job.rows_done

    @property
    def total(self) -> int:
        return self.job.rows_total or 0

    @property
    def to_import(self) -> int | None:
        """Rows that would change something; None when not every row was checked."""
        found = self.job.checked
        if found.get("rows", 0) < self.total:
            return None
        return found.get("created", 0) + found.get("updated", 0)

    @property
    def texts(self) -> dict[str, str]:
        """Figures for use inside sentences, in the reader's digits."""
        job = self.job
        figures = {
            "done": self.done,
            "total": self.total,
            "left": max(self.total - job.rows_done, 0),
            "checked": job.checked.get("rows", 0),
            "to_import": self.to_import or 0,
            "created": job.rows_good - job.rows_same - job.rows_updated,
            "updated": job.rows_updated,
            "same": job.rows_same,
        }
        return {name: numerals.format_number(figure) for name, figure in figures.items()}

    @property
    def made(self) -> list[str]:
        """ "3 campaigns", "1,143 days of spend": what was created, or would be."""
        counts = self.job.checked.get("made", {}) if self.step == 3 else self.job.made
        return [_counted(noun, count) for noun, count in counts.items()]

    @property
    def removed(self) -> list[str]:
        counts = self.job.undo_report.get("removed", {})
        return [_counted(noun, count) for noun, count in counts.items() if noun != "restored"]

    @property
    def can_undo(self) -> bool:
        return self.job.state in {State.DONE, State.PAUSED, State.FAILED} and bool(
            self.job.rows_done
        )

    @property
    def earlier(self) -> ImportJob | None:
        """Another import of the very same file that stands."""
        same = ImportJob.objects.filter(
            file_sha256=self.job.file_sha256, kind=self.job.kind, state=State.DONE
        )
        return same.exclude(pk=self.job.pk).first()


def progress_of(job: ImportJob, *, now: datetime) -> Progress:
    return Progress(job, kind_of(job.kind), stalled(job, now=now))


def _counted(noun: str, count: int) -> str:
    shown = numerals.format_number(count)
    words = {
        "campaigns": ngettext("%s campaign", "%s campaigns", count),
        "spend": ngettext("%s entry of spend", "%s entries of spend", count),
        "leads": ngettext("%s lead", "%s leads", count),
        "touches": ngettext("%s touch", "%s touches", count),
        "deals": ngettext("%s deal", "%s deals", count),
    }
    return (
        words[noun] % shown if noun in words else _("%(n)s %(noun)s") % {"n": shown, "noun": noun}
    )
