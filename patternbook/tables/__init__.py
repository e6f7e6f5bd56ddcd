"""A published library as tidy tables, the ground on which counts and data files stand."""
