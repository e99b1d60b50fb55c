"""The jury's fit once more, in the plainest way: all equations at once, in exact fractions."""

from fractions import Fraction

from experiments.analysis.scores import ReviewScore

Row = list[Fraction]


class DenseFit:
    """Solves X'X + penalties for level, qualities and severities, in this order."""

    def __init__(self, reviews: list[ReviewScore]) -> None:
        self.reports = sorted({review.report for review in reviews})
        self.jurors = sorted({review.juror for review in reviews})
        size = 1 + len(self.reports) + len(self.jurors)
        matrix = [[Fraction(0)] * size for _ in range(size)]
        right = [Fraction(0)] * size
        for place in range(1, size):
            matrix[place][place] += 1 if place <= len(self.reports) else 5
        for review in reviews:
            own = [0, self.place_of(review.report), self.place_of(review.juror)]
            for row in own:
                right[row] += Fraction(review.score)
                for column in own:
                    matrix[row][column] += 1
        self.inverse = _inverse(matrix)
        self.solution = [
            sum((a * b for a, b in zip(row, right, strict=True)), Fraction(0))
            for row in self.inverse
        ]
        self.variance = self._variance(reviews)

    def place_of(self, name: int | str) -> int:
        return 1 + [*self.reports, *self.jurors].index(name)

    def adjusted(self, report: int | str) -> Fraction:
        return self.solution[0] + self.solution[self.place_of(report)]

    def severity(self, juror: int | str) -> Fraction:
        return self.solution[self.place_of(juror)]

    def report_error(self, report: int | str) -> float:
        place = self.place_of(report)
        spread = self.inverse[0][0] + 2 * self.inverse[0][place] + self.inverse[place][place]
        return float(self.variance * spread) ** 0.5

    def juror_error(self, juror: int | str) -> float:
        place = self.place_of(juror)
        return float(self.variance * self.inverse[place][place]) ** 0.5

    def _variance(self, reviews: list[ReviewScore]) -> Fraction:
        residuals = [
            Fraction(review.score) - self.adjusted(review.report) - self.severity(review.juror)
            for review in reviews
        ]
        qualities = [self.adjusted(report) - self.solution[0] for report in self.reports]
        severities = [self.severity(juror) for juror in self.jurors]
        loss = _squares(residuals) + _squares(qualities) + 5 * _squares(severities)
        return (loss + 5 * Fraction("0.36")) / (len(reviews) - 1 + 5)


def _squares(values: list[Fraction]) -> Fraction:
    return sum((value * value for value in values), Fraction(0))


def _inverse(matrix: list[Row]) -> list[Row]:
    size = len(matrix)
    rows = [[*row, *(Fraction(i == k) for k in range(size))] for i, row in enumerate(matrix)]
    for step in range(size):
        rows[step] = [value / rows[step][step] for value in rows[step]]
        for other in range(size):
            factor = rows[other][step]
            if other != step and factor:
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[step], strict=True)]
    return [row[size:] for row in rows]
