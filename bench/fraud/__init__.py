"""How well loyalty.watch finds dishonesty in made-up traffic, and how often it blames the honest."""
