"""Writes expected.jsonl and expected-kleister.jsonl from the marks in the HTML sources.

A mark is <span data-field="name …" data-value="…" data-normalized="…">sentence</span>. Every quote is looked for
in the text layer of the PDF, which gives its page; a quote that is on no page, or on two, stops the run.
"""
import html.parser
import json
import pathlib
import re
import subprocess
import sys

KLEISTER = {"parties": "party", "governing_law": "jurisdiction", "term": "term", "effective_date": "effective_date"}
# Two terms stand in the agreement; Section 14.4 says which one prevails (see ../README.md).
PREVAILS = {("saas-agreement", "term"): "3 years"}
SPAN_IS_VALUE = {"date", "text", "party"}
VOID = {"meta", "link", "br", "hr", "img"}


class Marks(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        attrs = dict(attrs)
        mark = {"attrs": attrs, "text": ""} if "data-field" in attrs else None
        if mark:
            self.found.append(mark)
        self.open.append(mark)

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        for mark in self.open:
            if mark:
                mark["text"] += data


def one_line(text):
    return re.sub(r"\s+", " ", text).strip()


def pages_of(pdf):
    raw = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], check=True, capture_output=True).stdout.decode()
    return [one_line(page) for page in raw.split("\f")[:-1]]


def page_of(pages, quote):
    hits = [number for number, page in enumerate(pages, 1) if quote in page]
    if len(hits) != 1:
        sys.exit(f"on pages {hits}: {quote}")
    return hits[0]


def entries_of(name, source, pages):
    marks = Marks()
    marks.feed(source.read_text(encoding="utf-8"))
    fields = {}
    for mark in marks.found:
        attrs, quote = mark["attrs"], one_line(mark["text"])
        for field in attrs["data-field"].split():
            entry = {"page": page_of(pages, quote), "quote": quote}
            for key in ("value", "normalized", "computed"):
                if f"data-{key}" in attrs:
                    entry[key] = attrs[f"data-{key}"]
            if "value" in entry and entry["value"] not in quote:
                sys.exit(f"{name} {field}: the value is not in its quote")
            fields.setdefault(field, []).append(entry)
    return fields


def answer_of(name, field, entries):
    if field["value"] == "none":
        return "Yes" if entries else "No"
    if (name, field["name"]) in PREVAILS:
        return PREVAILS[name, field["name"]]
    values = [e.get("normalized") or e.get("computed") or e["value"] for e in entries]
    return "; ".join(values) if values else "No"


def main():
    here, out = map(pathlib.Path, sys.argv[1:])
    schema = json.loads((out.parent.parent / "schemas" / "contracts.v1.json").read_text())["fields"]
    rows, kleister = [], []
    for source in sorted(here.glob("*.html")):
        name = source.stem
        marked = entries_of(name, source, pages_of(out / f"{name}.pdf"))
        unknown = set(marked) - {f["name"] for f in schema}
        if unknown:
            sys.exit(f"{name}: not in the schema: {unknown}")
        fields = {}
        for field in schema:
            entries = marked.get(field["name"], [])
            spans = [e["value"] if field["kind"] in SPAN_IS_VALUE and "value" in e else e["quote"] for e in entries]
            fields[field["name"]] = {"answer": answer_of(name, field, entries), "spans": spans, "evidence": entries}
        rows.append({"document": name, "file": f"{name}.pdf", "fields": fields})
        triples = {KLEISTER[f]: [e["normalized"] for e in marked[f]] for f in KLEISTER if f in marked}
        for (document, field), value in PREVAILS.items():
            if document == name:
                triples[KLEISTER[field]] = [value]
        kleister.append({"document": f"{name}.pdf", "fields": dict(sorted(triples.items()))})
    for path, lines in ((out / "expected.jsonl", rows), (out / "expected-kleister.jsonl", kleister)):
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        print(f"{path.name}: {len(lines)} documents")


main()
