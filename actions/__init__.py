"""What a shop can do: one verb a file; every transaction starts and ends here."""
