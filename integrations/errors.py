"""The one tree of errors. Bad data is a row; broken machinery is one of these.

    JeugdkoppelError
    ├── ConfigurationError      a setting is missing or wrong
    ├── DatabaseError           no connection, wrong version, wrong key
    ├── ReferenceDataError      a code list, crosswalk or product book is not what it should be
    ├── CbsError                StatLine does not answer, or answers with something else
    ├── QualityError            a rule or check could not be run
    ├── PublicationError        a release could not be written or does not verify
    ├── VerwerkingMisluktError  messages wait since we failed on them (integrations.inbox.uitslag)
    └── OrchestrationError      Airflow does not start, refuses a call, or a run did not end well

Each carries a Dutch message and a remedy: what the reader does next. A BSN or a name of a person
never enters either.
"""


class JeugdkoppelError(Exception):
    """Base of every error this project raises on purpose."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message, remedy)  # both, or a copy in another process cannot be made
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} Wat te doen: {self.remedy}"


class ConfigurationError(JeugdkoppelError):
    """A setting is missing or has a value that cannot be used."""


class DatabaseError(JeugdkoppelError):
    """The database cannot be reached or is not the one that was expected."""


class ReferenceDataError(JeugdkoppelError):
    """Reference data (code list, crosswalk, product book) breaks its own contract."""


class CbsError(JeugdkoppelError):
    """StatLine did not give what its metadata promises."""


class QualityError(JeugdkoppelError):
    """A rule or check could not be carried out; that never counts as passed."""


class PublicationError(JeugdkoppelError):
    """A release could not be written, or its files do not match its manifest."""


class OrchestrationError(JeugdkoppelError):
    """Airflow does not start, refuses a call, or a run did not end as it should."""
