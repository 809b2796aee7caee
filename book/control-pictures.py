"""Makes control-pictures.css out of JetBrainsMono-Bold.ttf: python3 control-pictures.py JetBrainsMono-Bold.ttf > control-pictures.css

It needs fonttools and brotli, from PyPI. The font is at https://github.com/JetBrains/JetBrainsMono, its licence in control-pictures.OFL.txt.
"""

import base64
import io
import sys

from fontTools import subset
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

RANGE = range(0x2400, 0x2427)
# The font has two small letters beside one another, which nobody can read in a listing. Here the second is below the first.
PAIRS = {0x2408: "BS", 0x2409: "HT", 0x240A: "LF", 0x240B: "VT", 0x240C: "FF", 0x240D: "CR", 0x240E: "SO", 0x240F: "SI",
         0x2419: "EM", 0x241C: "FS", 0x241D: "GS", 0x241E: "RS", 0x241F: "US", 0x2420: "SP"}
# How much smaller a letter is, and where the two stand: a column is 600 units wide, and a capital 730 units high.
ACROSS, UP = 0.55, 0.57
LEFT, RIGHT, TOP, BOTTOM = 60, 540, 800, -130

CSS = """\
/* The signs for what is not seen, U+2400 to U+2426, such as those of CR and LF: few fonts have them. They are as wide as the
   letters of Source Code Pro, which mdBook brings along. control-pictures.py has made this file from JetBrains Mono.
   Copyright 2020 The JetBrains Mono Project Authors (https://github.com/JetBrains/JetBrainsMono). Licensed under the SIL Open Font
   License, Version 1.1: https://openfontlicense.org, and control-pictures.OFL.txt. */
@font-face {
    font-family: "Control Pictures";
    unicode-range: U+2400-2426;
    src: url("data:font/woff2;base64,%s") format("woff2");
}
/* The fonts of mdBook, and this one after the first. */
:root { --mono-font: "Source Code Pro", "Control Pictures", Consolas, "Ubuntu Mono", Menlo, "DejaVu Sans Mono", monospace, monospace; }
html { font-family: "Open Sans", "Control Pictures", sans-serif; }
"""


def pair(font, glyphs, letters):
    pen = TTGlyphPen(None)
    for is_second, letter in enumerate(letters):
        glyph = glyphs[font.getBestCmap()[ord(letter)]]
        bounds = BoundsPen(glyphs)
        glyph.draw(bounds)
        left, _, right, _ = bounds.bounds
        x = RIGHT - right * ACROSS if is_second else LEFT - left * ACROSS
        y = BOTTOM if is_second else TOP - 730 * UP
        glyph.draw(TransformPen(pen, (ACROSS, 0, 0, UP, x, y)))
    return pen.glyph()


def main(path):
    font = TTFont(path, recalcTimestamp=False)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    pairs = {names[code]: pair(font, glyphs, letters) for code, letters in PAIRS.items()}
    for name, glyph in pairs.items():
        font["glyf"][name] = glyph
        font["hmtx"][name] = (600, LEFT)
    options = subset.Options(layout_features=[], hinting=False, flavor="woff2", name_IDs=[0, 1, 2, 13, 14], glyph_names=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "STAT", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=RANGE)
    subsetter.subset(font)
    for name in font["name"].names:
        if name.nameID == 1:
            name.string = "Control Pictures"
    made = io.BytesIO()
    subset.save_font(font, made, options)
    print(CSS % base64.b64encode(made.getvalue()).decode(), end="")


main(*sys.argv[1:])
