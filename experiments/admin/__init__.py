"""The staff side, one file per model. Importing it registers them all."""

from experiments.admin import agency, award, category, report, user

__all__ = ["agency", "award", "category", "report", "user"]
