"""The notebook in docs runs, and gives what it shows."""

import json

import nbclient
import nbformat

from support.paths import ROOT

PATH = ROOT / "docs" / "questions.ipynb"


def shown(cell: "nbformat.NotebookNode") -> list[str]:
    """What a cell gives as plain text.

    Figures and styles differ with the version of the libraries that draw them.
    """
    texts = [
        output.get("text") or output.get("data", {}).get("text/plain") or output["output_type"]
        for output in cell.get("outputs", [])
        if output["output_type"] != "stream"
    ]
    # How a stream is cut into outputs depends on when the kernel sends it.
    stream = "".join(
        output["text"] for output in cell.get("outputs", []) if output["output_type"] == "stream"
    )
    return [*([stream] if stream else []), *texts]


def test_every_cell_gives_what_the_notebook_shows():
    """Run from the first cell to the last, each gives the output kept with it."""
    kept = nbformat.read(PATH, as_version=4)
    run = nbformat.read(PATH, as_version=4)
    nbclient.NotebookClient(run, timeout=300).execute()
    assert [shown(cell) for cell in run.cells] == [shown(cell) for cell in kept.cells]
    assert sum(bool(shown(cell)) for cell in kept.cells if cell.cell_type == "code") >= 8


def test_the_figures_of_the_notebook_are_in_it():
    text = json.loads(PATH.read_text(encoding="utf-8"))
    assert (
        sum(
            "image/svg+xml" in output.get("data", {})
            for cell in text["cells"]
            for output in cell.get("outputs", [])
        )
        == 2
    )
