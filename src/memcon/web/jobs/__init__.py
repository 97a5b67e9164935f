"""What is being added: a queue with one worker, which reads in a process of its own."""

from __future__ import annotations

from memcon.web.jobs.model import Job, JobKind, JobState, Outcomes
from memcon.web.jobs.queue import Jobs, jobs_of
from memcon.web.jobs.submitting import (
    MAX_FILES,
    Header,
    Upload,
    submit_address,
    submit_files,
    submit_text,
)

__all__ = [
    "MAX_FILES",
    "Header",
    "Job",
    "JobKind",
    "JobState",
    "Jobs",
    "Outcomes",
    "Upload",
    "jobs_of",
    "submit_address",
    "submit_files",
    "submit_text",
]
