"""Name the colours of figures, for a light page and for a dark one.

Draws nothing. Groups of the same figure differ in lightness too, so that nobody has to tell hues
apart; tests hold that for the common kinds of colour blindness.
"""

INK, SOFT, RULE, PAGE = "#1a1a1a", "#555555", "#d9d9d9", "#ffffff"
"""Text, quieter text, lines of a grid, and the ground."""

CLAIM, THING, BORDER, EDGE = "#fdfdfd", "#e6eef6", "#7a8896", "#6b7885"
"""Boxes of claims and of things, their borders, and what joins them."""

DENIED = "#a03020"
"""What is denied; it is dashed as well."""

LAND, REGION, PALE = "#e9ebed", "#8fc4e8", "#dce7f1"
"""Land on a map, the area of a region, a span of which an end is not known."""

ON_DARK, ON_LIGHT = "#fffffe", "#010101"
"""Text on a filled shape, which has its own ground in both pages."""

SERIES = ("#0072b2", "#d55e00", "#f0c24b", "#8a8a8a", "#6a3d9a", "#009e73", "#7fc4ef", "#3b2f2f")
"""Parts of bars, groups on a map, lines."""

MARKERS = "osD^vPX*"
"""Groups differ in their marker too."""

HATCHES = ("", "//", "..", "xx", "\\\\", "++", "oo", "--")
"""Areas and bars differ in their hatching too."""

_DARK = {
    INK: "#e8e8e8",
    SOFT: "#b4b4b4",
    RULE: "#3d3d3d",
    PAGE: "#161616",
    CLAIM: "#1f1f20",
    THING: "#23344a",
    BORDER: "#7f8d9b",
    EDGE: "#93a1b0",
    DENIED: "#ff9a85",
    LAND: "#2c2f33",
    PALE: "#2b3d50",
}
"""What stands for each colour on a dark page; the others are the same on both."""

_RAMP = ((234, 242, 250), (106, 165, 212), (11, 60, 110))
"""From little to much: the lightness falls all the way."""


def dark_style() -> str:
    """Give the style that turns a figure dark where the reader prefers it so."""
    rules = "".join(
        f'[style*="{what}: {light}"]{{{what}:{dark}!important}}'
        for light, dark in _DARK.items()
        for what in ("fill", "stroke")
    )
    return f"@media(prefers-color-scheme:dark){{{rules}}}"


def ramp(share: float) -> str:
    """Give the colour of a share from 0 to 1, the darker the more."""
    place = min(max(share, 0.0), 1.0) * (len(_RAMP) - 1)
    number = min(int(place), len(_RAMP) - 2)
    part = place - number
    lower, upper = _RAMP[number], _RAMP[number + 1]
    mixed = (round(a + (b - a) * part) for a, b in zip(lower, upper, strict=True))
    return "#" + "".join(f"{value:02x}" for value in mixed)


def text_on(colour: str) -> str:
    """Give the colour of text that is read best on a colour: black or white."""
    bright = luminance(colour)
    return ON_LIGHT if (bright + 0.05) ** 2 > 0.05 * 1.05 else ON_DARK


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour, from 0 to 1 (WCAG 2.2)."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
