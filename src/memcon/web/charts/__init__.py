"""Charts: what they show as data, their drawing, and the same as a table.

A chart is made of rows of an answer by one of the functions here. It is drawn on the server, so
that it is there without script; with script it answers to the pointer.
"""

from memcon.web.charts.chart import Chart, Entry
from memcon.web.charts.figures import quantities
from memcon.web.charts.periods import periods
from memcon.web.charts.ties import ties
from memcon.web.charts.years import years

__all__ = ["Chart", "Entry", "periods", "quantities", "ties", "years"]
