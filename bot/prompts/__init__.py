"""Facts -> prompts, each with a version."""
