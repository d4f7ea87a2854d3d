"""The heart: rooms that hold the record. Mute: facts and codes only, no web, no sentence."""
