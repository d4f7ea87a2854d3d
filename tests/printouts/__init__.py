"""What each printed sheet says, how it is marked up, and what it refuses."""
