"""The only way to a language model or a moderation service; what leaves is masked."""
