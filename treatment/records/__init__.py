"""What makes an entry a legal record: signatures, drafts and addenda."""
