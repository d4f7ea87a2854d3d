"""FACE 3: the face without a screen: the operators' command, the post, the intake of documents, the demo."""
