"""The web console (办公网页): pages for people who sign in, made on the server."""
