# One image for every service of docker-compose.yml: exactly what requirements.lock names, and this project's wheel.
FROM python:3.11.14-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/jeugdkoppel
ENV PATH=/opt/jeugdkoppel/bin:$PATH
COPY requirements.lock .
RUN pip install --no-cache-dir --compile --no-deps --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY integrations integrations
COPY mappings mappings
COPY quality quality
COPY sql sql
RUN pip wheel --no-cache-dir --no-build-isolation --no-deps --wheel-dir /dist . \
    && pip install --no-cache-dir --compile --no-deps /dist/*.whl

FROM python:3.11.14-slim-bookworm
RUN useradd --uid 50000 --create-home --home-dir /opt/airflow airflow \
    && install --directory --owner airflow /opt/airflow/logs /data /data/inbox /data/publicatie
COPY --from=build /opt/jeugdkoppel /opt/jeugdkoppel
COPY dags /opt/airflow/dags
ENV PATH=/opt/jeugdkoppel/bin:$PATH AIRFLOW_HOME=/opt/airflow PYTHONUNBUFFERED=1
USER airflow
WORKDIR /opt/airflow
