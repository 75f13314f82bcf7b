"""Where calls are kept: SQLAlchemy tables, Alembic migrations, and one module per kind of question."""
