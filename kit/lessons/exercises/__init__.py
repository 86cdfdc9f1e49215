"""Check the answers to a lesson's exercises, with hints for named mistakes."""
