# One image for web, worker and beat; docker-compose.yml says which command each runs.
FROM python:3.12-slim-bookworm

# Pango draws the text of PDF files (WeasyPrint); no wheel brings it.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY . .

# Nothing runs as root. /data holds what must survive: uploaded evidence and reports.
RUN useradd --system --no-create-home portal \
    && install -d -o portal -g portal /data /data/media /data/static /data/run
ENV PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings PORTAL_VAR=/data PORTAL_MEDIA=/data/media
USER portal
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--config", "python:config.gunicorn", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
