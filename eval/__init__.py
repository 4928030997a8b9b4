"""Gold questions, harness, metrics and floors: whether tomorrow's answers may be shown."""
