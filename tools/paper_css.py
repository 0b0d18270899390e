#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The rules of assets/app.css that say how a chart looks, for charts outside the browser: on paper, and in
a file that is sent.

    paper_css.py out.h out.c app.css document.css

So a chart has one look, written once. Taken are the rules of one line outside @media about what is inside
.chart; var(--NAME) becomes the colour of :root, and :is() is written out, since not every program that draws
SVG knows these. document.css is put beside them as it is.
"""

import re

from genlib import Refusal, c_lines, generated, run, split_outside, write

RULE = re.compile(r"^(?!\s)([^{}@]*\.chart[^{}]*)\{([^{}]*)\}$")


def colours(text):
    root = re.search(r":root \{(.*?)\}", text, re.S)
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", root[1])) if root else {}


def written_out(selector):
    """The selectors that one with :is() stands for."""
    found = re.search(r":is\(([^()]*)\)", selector)
    if not found:
        return [selector]
    parts = [selector[: found.start()] + part.strip() + selector[found.end() :] for part in found[1].split(",")]
    return [one for part in parts for one in written_out(part)]


def of_charts(selectors):
    """Those that are about what is inside a chart: its size on a page is the page's."""
    every = [one for part in split_outside(selectors) for one in written_out(part.strip())]
    return [one for one in every if one.startswith(".chart ")]


def chart_rules(path, text):
    named, out = colours(text), []
    for number, line in enumerate(text.splitlines(), 1):
        found = RULE.match(line)
        kept = of_charts(found[1]) if found else []
        if not kept:
            continue
        body = found[2].strip()
        for name in re.findall(r"var\((--[\w-]+)\)", body):
            if name not in named:
                raise Refusal(path, number, f"{name} is no colour of :root")
            body = body.replace(f"var({name})", named[name])
        out.append(f"{', '.join(kept)} {{ {body} }}\n")
    if not out:
        raise Refusal(path, 1, "has no rules for charts")
    return "".join(out)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def main(args):
    header, source, app, document = args
    texts = {"charts": chart_rules(app, read(app)), "document": read(document)}
    declared = "".join(f"extern const char paper_css_{name}[];\n" for name in texts)
    write(header, f"{generated('assets/')}#ifndef GEN_PAPER_CSS_H\n#define GEN_PAPER_CSS_H\n\n{declared}\n#endif\n")
    out = [generated("assets/"), '#include "gen/paper_css.h"\n']
    out += [f"\nconst char paper_css_{name}[] =\n\t\t{c_lines(text)};\n" for name, text in texts.items()]
    write(source, "".join(out))


if __name__ == "__main__":
    run(main)
