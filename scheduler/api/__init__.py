"""JSON over HTTP for other systems."""
