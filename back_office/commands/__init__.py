"""The `dossier` command's verbs, one file a subject."""
