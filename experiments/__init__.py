"""The app: reports of experiments and revelations, their review, gallery and award."""
