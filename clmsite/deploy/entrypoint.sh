#!/bin/sh
# One image, several programs: web (default), worker, beat, migrate, or any manage.py command.
set -eu
cd /app

case "${1:-web}" in
  web)
    python manage.py check
    # Host, port, workers and threads come from GRANIAN_* variables (see the Dockerfile).
    exec granian clmsite.wsgi:application
    ;;
  worker)
    python manage.py check
    exec celery -A clmsite worker --loglevel "${LOG_LEVEL:-INFO}" \
      --concurrency "${WORKER_PROCESSES:-2}"
    ;;
  beat)
    python manage.py check
    exec celery -A clmsite beat --loglevel "${LOG_LEVEL:-INFO}" --pidfile=
    ;;
  migrate)
    python manage.py check
    exec python manage.py prepare_database
    ;;
  *)
    exec python manage.py "$@"
    ;;
esac
