"""QR codes as one SVG path, drawn by the page itself."""

from itertools import groupby

import segno

from scheduler.web.parts import Qr


def qr(text: str) -> Qr:
    """Encode a text at level M; runs of dark modules become one stroke of the path each."""
    rows = [list(row) for row in segno.make_qr(text, error="m").matrix]
    strokes = [
        f"M{run[0][0]} {y}h{len(run)}v1h-{len(run)}z"
        for y, row in enumerate(rows)
        for dark, cells in groupby(enumerate(row), key=lambda cell: bool(cell[1]))
        if dark and (run := list(cells))
    ]
    return Qr(size=len(rows), path="".join(strokes))
