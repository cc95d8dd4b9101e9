"""Rows of results, and the Markdown table made of them."""
import dataclasses
import statistics


@dataclasses.dataclass
class Row:
    """One number of one program: the values of all rounds, in `unit`."""

    section: str
    work: str
    program: str
    values: list
    unit: str = "ms"
    remark: str = ""

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def spread(self) -> str:
        low, high = min(self.values), max(self.values)
        return f"{number(low)} – {number(high)}" if len(self.values) > 1 else ""


def number(value: float) -> str:
    """Three digits, and no more than the value has."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def nodes(count: int) -> str:
    return f"{count:,}"


def network(count: int, density: float) -> str:
    return f"N = {nodes(count)}, p = {density:g}"


def faster(row: Row, ours: Row) -> str:
    """How many times as fast ours is: by times, or by rates."""
    is_rate = row.unit.endswith("/s")
    ratio = ours.median / row.median if is_rate else row.median / ours.median
    return f"ours {number(ratio)} × as {'lean' if row.unit == 'MB' else 'fast'}"


def compared(rows: list) -> list:
    """Adds the ratio to all rows but ours, which is the first, if it was measured."""
    if rows and rows[0].program.startswith("sparse-cortex"):
        for row in rows[1:]:
            row.remark = "; ".join(filter(None, [faster(row, rows[0]), row.remark]))
    return rows


def markdown(rows: list) -> str:
    """One table; a work is named in its first row only."""
    lines = ["| what | work | program | median | range | remark |", "| --- | --- | --- | ---: | ---: | --- |"]
    section = work = None
    for row in rows:
        cells = [
            row.section if row.section != section else "",
            row.work if (row.section, row.work) != (section, work) else "", row.program,
            f"{number(row.median)} {row.unit}", row.spread(), row.remark]
        lines.append(f"| {' | '.join(cells)} |")
        section, work = row.section, row.work
    return "\n".join(lines) + "\n"
