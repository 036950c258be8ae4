"""Rules as their authors meet them: seen in words, tried, checked, written and ended."""
