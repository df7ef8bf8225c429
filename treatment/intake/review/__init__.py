"""What the answers so far amount to: scores, what is missing, what contradicts, what is red."""
