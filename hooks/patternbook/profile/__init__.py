"""What only syntheses of research need: views, facts, pages and files that name kinds. Everything else works for any kind."""
