"""Charts drawn on the server: bars as SVG with a sentence, a legend and a table, no script needed.

Fill a `Chart` and include `components/chart.html`; see site/docs/components.md.
"""

from ebok.core.charts.series import Chart, Label, Point, Series

__all__ = ["Chart", "Label", "Point", "Series"]
