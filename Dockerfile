# One image for web, worker, beat and migrate. docs/deploy.md says how to run it.

# --- the browser files that npm brings ------------------------------------------------------
FROM node:24-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts

# --- Python packages, translations, static files with hashed names --------------------------
FROM python:3.13-slim AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt /app/
RUN pip install --only-binary=:all: -r /app/requirements.txt
WORKDIR /app
COPY . .
COPY --from=front-end /app/node_modules node_modules
RUN python clmsite/launcher/translations.py clmsite/locale \
    && CLOSED_LOOP_MODE=production VAR_DIR=/tmp/var STATIC_ROOT=/app/staticfiles \
       SECRET_KEY=used-only-while-this-image-is-built-0123456789-abcdefghij \
       python manage.py collectstatic --noinput \
    && rm -rf node_modules clmsite/launcher /opt/venv/bin/pip* /opt/venv/lib/python*/site-packages/pip

# --- what runs ------------------------------------------------------------------------------
FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/closed-loop --create-home closed-loop
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=clmsite.settings \
    CLOSED_LOOP_MODE=production \
    VAR_DIR=/var/lib/closed-loop \
    STATIC_ROOT=/app/staticfiles \
    GRANIAN_HOST=0.0.0.0 \
    GRANIAN_PORT=8000 \
    GRANIAN_INTERFACE=wsgi \
    GRANIAN_WEBSOCKETS=false \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4 \
    GRANIAN_BACKPRESSURE=64 \
    GRANIAN_RESPAWN_FAILED_WORKERS=true \
    GRANIAN_WORKERS_KILL_TIMEOUT=25
WORKDIR /app
USER closed-loop
VOLUME /var/lib/closed-loop
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "/app/clmsite/deploy/healthcheck.py"]
ENTRYPOINT ["/app/clmsite/deploy/entrypoint.sh"]
CMD ["web"]
