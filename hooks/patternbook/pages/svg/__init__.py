"""Drawings and charts as inline SVG."""
