"""The application: the only room that hears HTTP and the only one that speaks SQL."""
