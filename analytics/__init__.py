"""The counting room: rows in, figures out."""
