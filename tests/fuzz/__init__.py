"""Coverage-guided fuzzing of everything that reads what others send; see ``docs/vijandige-invoer.md``."""
