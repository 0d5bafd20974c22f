"""Airflow reads its configuration when it is first imported; importing this gives it a folder of its own before that."""

import atexit
import os
import shutil
import tempfile

HOME = tempfile.mkdtemp(prefix="jk-airflow-")
atexit.register(shutil.rmtree, HOME, ignore_errors=True)
os.environ["AIRFLOW_HOME"] = HOME
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"
os.environ["AIRFLOW__LOGGING__LOGGING_LEVEL"] = "WARNING"
