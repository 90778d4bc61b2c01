"""The marks of the sources: <span data-field="name …" data-value="…" data-normalized="…">sentence</span>."""
import html.parser
import re

VOID = {"meta", "link", "br", "hr", "img"}


class Marks(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        attrs = dict(attrs)
        # What a tracked change deleted is in no quote.
        mark = {"attrs": attrs, "text": ""} if "data-field" in attrs else None
        if mark:
            self.found.append(mark)
        self.open.append((tag, mark))

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        if any(tag == "del" for tag, _ in self.open):
            return
        for _, mark in self.open:
            if mark:
                mark["text"] += data


def one_line(text):
    return re.sub(r"\s+", " ", text).strip()


def marks_of(source):
    """Each mark of an HTML file: its attributes and its text on one line."""
    marks = Marks()
    marks.feed(source.read_text(encoding="utf-8"))
    return [(mark["attrs"], one_line(mark["text"])) for mark in marks.found]
