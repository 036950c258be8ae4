"""Sentences for people, made from codes and named fields in Chinese and in English."""

from scheduler.domain.text.catalogue import CATALOGUE, explain, fields_of, say

__all__ = ["CATALOGUE", "explain", "fields_of", "say"]
