"""Tests that import Airflow, and so its configuration."""

import tests.airflow_home  # noqa: F401  before airflow is imported
