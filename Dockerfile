# The application alone; the database is another container (see compose.yaml) or DATABASE_URL.
# Written on a machine without Docker and not built there.
FROM python:3.11-slim-bookworm

WORKDIR /srv/diming
COPY . .
RUN pip install --no-cache-dir --editable . \
    && adduser --system --group --no-create-home diming

USER diming
EXPOSE 8000
# Inside a container every address is the container's own; compose publishes it to this machine.
CMD ["python", "-P", "-m", "api", "up", "--host", "0.0.0.0", "--port", "8000"]
