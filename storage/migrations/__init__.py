"""The database's versions, one file each in versions/; env.py and script.py.mako are Alembic's."""
