"""The measuring room: figures beside a bare aiogram bot, and the kill test. python -m bench NAME."""
