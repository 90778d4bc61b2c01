"""Writes expected.jsonl and expected-kleister.jsonl from the marks in the HTML sources.

Every quote is looked for in the text of the document, which gives its page; a quote that is nowhere, or in two places, stops the run.
Usage: label.py SOURCES CONTRACTS WORK, where WORK holds the PDFs of which the scans were made.
"""
import json
import pathlib
import subprocess
import sys
import xml.etree.ElementTree
import zipfile

from marks import marks_of, one_line

KLEISTER = {"parties": "party", "governing_law": "jurisdiction", "term": "term", "effective_date": "effective_date"}
# Two terms stand in the agreement; Section 14.4 says which one prevails (see ../README.md).
PREVAILS = {("saas-agreement", "term"): "3 years"}
SPAN_IS_VALUE = {"date", "text", "party"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def pages_of(pdf):
    raw = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], check=True, capture_output=True).stdout.decode()
    return [one_line(page) for page in raw.split("\f")[:-1]]


def text_of(docx):
    """A Word document has no pages of its own: one text, as it reads with all changes accepted, then the footnotes."""
    paragraphs = []
    with zipfile.ZipFile(docx) as archive:
        for part in ("document", "footnotes"):
            for paragraph in xml.etree.ElementTree.fromstring(archive.read(f"word/{part}.xml")).iter(f"{WORD}p"):
                # Deleted text is in w:delText.
                paragraphs.append("".join(text.text or "" for text in paragraph.iter(f"{WORD}t")))
    return one_line(" ".join(paragraphs))


def place_of(pages, quote):
    """The page of a quote; of one that runs over a page break, the page it starts on and the page it ends on."""
    hits = [number for number, page in enumerate(pages, 1) if quote in page]
    if len(hits) == 1:
        return {"page": hits[0]}
    breaks = [number for number in range(1, len(pages)) if quote in f"{pages[number - 1]} {pages[number]}"]
    if hits or len(breaks) != 1:
        sys.exit(f"on pages {hits}, over breaks {breaks}: {quote}")
    return {"page": breaks[0], "to_page": breaks[0] + 1}


def entries_of(name, source, place):
    fields = {}
    for attrs, quote in marks_of(source):
        for field in attrs["data-field"].split():
            entry = place(quote) | {"quote": quote}
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


def document_of(source, out, work):
    """The name of a document, its file, and where a quote stands in it."""
    name, _, form = source.stem.partition(".")
    if form == "docx":
        text = text_of(out / f"{name}.docx")
        return name, f"{name}.docx", lambda quote: {} if text.count(quote) == 1 else sys.exit(f"{text.count(quote)} times: {quote}")
    pages = pages_of(work / f"{source.stem}.pdf" if form == "scan" else out / f"{name}.pdf")
    return name, f"{name}.pdf", lambda quote: place_of(pages, quote)


def main():
    here, out, work = map(pathlib.Path, sys.argv[1:])
    schema = json.loads((out.parent.parent / "schemas" / "contracts.v1.json").read_text())["fields"]
    rows, kleister = [], []
    for source in sorted(here.glob("*.html")):
        name, file, place = document_of(source, out, work)
        marked = entries_of(name, source, place)
        unknown = set(marked) - {f["name"] for f in schema}
        if unknown:
            sys.exit(f"{name}: not in the schema: {unknown}")
        fields = {}
        for field in schema:
            entries = marked.get(field["name"], [])
            spans = [e["value"] if field["kind"] in SPAN_IS_VALUE and "value" in e else e["quote"] for e in entries]
            fields[field["name"]] = {"answer": answer_of(name, field, entries), "spans": spans, "evidence": entries}
        rows.append({"document": name, "file": file, "fields": fields})
        triples = {KLEISTER[f]: [e["normalized"] for e in marked[f]] for f in KLEISTER if f in marked}
        for (document, field), value in PREVAILS.items():
            if document == name:
                triples[KLEISTER[field]] = [value]
        kleister.append({"document": file, "fields": dict(sorted(triples.items()))})
    for path, lines in ((out / "expected.jsonl", rows), (out / "expected-kleister.jsonl", kleister)):
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
        print(f"{path.name}: {len(lines)} documents")


main()
