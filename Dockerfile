# One image for every service; DOORS and the command say which one it is. See docs/deployment.md.

FROM node:24-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY static/src static/src
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /packages
COPY requirements/production.txt .
RUN /packages/bin/pip install --require-hashes -r production.txt

FROM python:3.11-slim-bookworm
ENV PATH=/packages/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=derbyvoice.settings \
    DOORS=public,staff,api DATA_DIR=/data KEYS_DIR=/keys STATIC_ROOT=/app/staticfiles
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin voice \
    && install -d -o voice -g voice -m 0700 /data /files
WORKDIR /app
COPY --from=packages /packages /packages
COPY . .
COPY --from=front-end /app/static/build static/build
# The demo mode needs no secret and no server; what is collected is the same in every mode.
RUN MODE=demo DATA_DIR=/tmp/building KEYS_DIR=/tmp/building/keys python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/building
USER voice
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-m", "derbyvoice.alive"]
CMD ["gunicorn", "-c", "python:derbyvoice.serving"]
