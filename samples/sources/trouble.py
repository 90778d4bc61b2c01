"""Makes the files that cannot be read, or need not be: samples/trouble/. Usage: trouble.py CONTRACTS TROUBLE."""
import hashlib
import pathlib
import shutil
import sys
import zipfile

PASSWORD = b"juniper"
# PDF 1.7, 7.6.3.3, algorithm 2: what passwords are filled up with.
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
IDENTITY = hashlib.md5(b"sealed-side-letter").digest()
PERMISSIONS = -1852
LINES = (
    "SIDE LETTER",
    "This Side Letter is made as of January 12, 2026 between Tessaly Marine Group, Inc.",
    "and Orrin Boatworks LLC. It is governed by the laws of the State of Maine.",
)


def rc4(key, data):
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def md5_again(data, times):
    for _ in range(times):
        data = hashlib.md5(data).digest()
    return data


def rc4_20(key, data):
    for turn in range(20):
        data = rc4(bytes(byte ^ turn for byte in key), data)
    return data


def encrypted():
    """The standard security handler, revision 3, RC4 with 128 bits (PDF 1.7, 7.6.3)."""
    padded = (PASSWORD + PADDING)[:32]
    owner = rc4_20(md5_again(padded, 51), padded)
    key = md5_again(padded + owner + PERMISSIONS.to_bytes(4, "little", signed=True) + IDENTITY, 51)
    user = rc4_20(key, hashlib.md5(PADDING + IDENTITY).digest()) + bytes(16)
    text = b"BT /F 12 Tf 72 700 Td 18 TL " + b"".join(b"(%s) Tj T* " % line.encode() for line in LINES) + b"ET"
    # Algorithm 1: each object has a key of its own; the content is object 5, generation 0.
    content = rc4(hashlib.md5(key + (5).to_bytes(3, "little") + bytes(2)).digest(), text)
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents 5 0 R>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Filter/Standard/V 2/R 3/Length 128/P %d/O<%s>/U<%s>>>" % (PERMISSIONS, owner.hex().encode(), user.hex().encode()),
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, value in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    name = IDENTITY.hex().encode()
    trailer = b"trailer\n<</Size %d/Root 1 0 R/Encrypt 6 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, name, name, len(out))
    return bytes(out) + table + trailer


def spreadsheet(path):
    """As little of a workbook as tells what it is."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Prices" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="sheet1.xml"/></Relationships>',
        "xl/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Bottle</t></is></c><c r="B1"><v>84.1</v></c></row></sheetData></worksheet>',
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text, zipfile.ZIP_DEFLATED)


def main():
    contracts, trouble = map(pathlib.Path, sys.argv[1:])
    trouble.mkdir(exist_ok=True)
    (trouble / "sealed-side-letter.pdf").write_bytes(encrypted())
    nda = contracts / "mutual-nda.pdf"
    # A download that broke off.
    (trouble / "half-of-an-nda.pdf").write_bytes(nda.read_bytes()[:nda.stat().st_size // 2])
    shutil.copyfile(nda, trouble / "the-same-nda.pdf")
    (trouble / "nothing.pdf").write_bytes(b"")
    # Its name says PDF, its bytes say otherwise.
    spreadsheet(trouble / "price-list.pdf")


main()
