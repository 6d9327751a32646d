# The web process and the worker, from one image. `docker compose up` runs both with PostgreSQL and Redis.
FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN pip install --no-cache-dir uv && useradd --create-home console && chown console /app
USER console
COPY --chown=console pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --quiet && touch .venv/.installed-to-run
COPY --chown=console . .
RUN mkdir -p data && SECRET_KEY=only-while-building .venv/bin/python manage.py collectstatic --noinput --verbosity 0
EXPOSE 8000
CMD ["bin/serve", "--host", "0.0.0.0", "--port", "8000"]
