"""What leaves the process: files, messages, text for a terminal."""
