"""What is looked for at the tills: fifteen patterns of dishonesty, a module each, over plain facts."""
