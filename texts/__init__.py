"""The words: outcomes become texts, figures take their local form, cards and posters are drawn."""
