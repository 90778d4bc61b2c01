"""Writes a Word document from a small HTML: h1, h2, p, b, ins and del (tracked changes), aside (a footnote, where it is called).

Usage: docx.py SOURCE TARGET. The same source gives the same bytes.
"""
import html.parser
import pathlib
import re
import sys
import xml.sax.saxutils
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHANGE = 'w:author="Counsel" w:date="2025-08-27T10:00:00Z"'
# Separators that Word expects as the first two footnotes.
NOTES = ('<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
         '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>')
STYLES = {
    "h1": '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="Title"/><w:pPr><w:spacing w:after="280"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="32"/></w:rPr></w:style>',
    "h2": '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/></w:pPr><w:rPr><w:b/><w:sz w:val="25"/></w:rPr></w:style>',
    "p": '<w:style w:type="paragraph" w:default="1" w:styleId="p"><w:name w:val="Normal"/><w:pPr><w:spacing w:after="160" w:line="320" w:lineRule="auto"/><w:jc w:val="both"/></w:pPr>'
         '<w:rPr><w:rFonts w:ascii="Liberation Serif" w:hAnsi="Liberation Serif"/><w:sz w:val="23"/></w:rPr></w:style>',
}


class Writer(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.body, self.notes, self.runs = [], [], None
        self.outer, self.open, self.changes = None, [], 0

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        if tag in STYLES:
            self.runs = []
        elif tag == "aside":
            self.runs.append(f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="{len(self.notes) + 1}"/></w:r>')
            self.outer, self.runs = self.runs, []

    def handle_endtag(self, tag):
        self.open.pop()
        if tag in STYLES:
            self.body.append(f'<w:p><w:pPr><w:pStyle w:val="{tag}"/></w:pPr>{"".join(self.runs)}</w:p>')
            self.runs = None
        elif tag == "aside":
            self.notes.append(f'<w:footnote w:id="{len(self.notes) + 1}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
                              f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{"".join(self.runs)}</w:p></w:footnote>')
            self.outer, self.runs = None, self.outer

    def handle_data(self, data):
        if self.runs is None:
            return
        text = xml.sax.saxutils.escape(re.sub(r"\s+", " ", data))
        kind = "w:delText" if "del" in self.open else "w:t"
        run = f'<w:r>{"<w:rPr><w:b/></w:rPr>" if "b" in self.open else ""}<{kind} xml:space="preserve">{text}</{kind}></w:r>'
        for change in ("ins", "del"):
            if change in self.open:
                self.changes += 1
                run = f'<w:{change} w:id="{self.changes}" {CHANGE}>{run}</w:{change}>'
        self.runs.append(run)


def parts_of(writer):
    yield "[Content_Types].xml", (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/word/{part}.xml" ContentType="{TYPES}.{kind}+xml"/>' for part, kind in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes")))
        + "</Types>")
    yield "_rels/.rels", relationships(("officeDocument", "word/document.xml"))
    yield "word/_rels/document.xml.rels", relationships(("styles", "styles.xml"), ("footnotes", "footnotes.xml"))
    yield "word/document.xml", (
        f'<w:document {W}><w:body>{"".join(writer.body)}<w:sectPr><w:pgSz w:w="12240" w:h="15840"/>'
        '<w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>')
    yield "word/styles.xml", f'<w:styles {W}>{"".join(STYLES.values())}</w:styles>'
    yield "word/footnotes.xml", f'<w:footnotes {W}>{NOTES}{"".join(writer.notes)}</w:footnotes>'


def relationships(*targets):
    rows = "".join(f'<Relationship Id="rId{i}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(targets, 1))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def main():
    source, target = map(pathlib.Path, sys.argv[1:])
    writer = Writer()
    # Comments and the head are not content; the body has block elements only at its top.
    writer.feed(source.read_text(encoding="utf-8").split("<body>")[1].split("</body>")[0])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, text in parts_of(writer):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), HEAD + text, zipfile.ZIP_DEFLATED)


main()
