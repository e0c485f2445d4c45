# The application alone; the database is another container (see compose.yaml) or DATABASE_URL.
# Written on a machine without Docker and not built there.
FROM python:3.11-slim-bookworm

# What PDF documents are set with; see docs/decisions/0013-pdf-fonts.md.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 fontconfig fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/diming
COPY . .
RUN pip install --no-cache-dir --editable . \
    && adduser --system --group --no-create-home diming

USER diming
EXPOSE 8000
# Inside a container every address is the container's own; compose publishes it to this machine.
CMD ["python", "-P", "-m", "api", "up", "--host", "0.0.0.0", "--port", "8000"]
