"""Makes a scan of a PDF: drawn in grey, laid askew, with noise and dust, one page fed in sideways; pictures only, as a PDF.

Usage: scan.py SOURCE.pdf TARGET.pdf. Needs poppler-utils. Pages alternate between the two angles; the second lies on its side.
"""
import math
import pathlib
import random
import subprocess
import sys
import tempfile
import zlib

DPI = 200
DEGREES = (1.7, -1.6)
SIDEWAYS = 2
PAPER, GRAIN, DUST = 244, 5, 260
QUALITY = 26


def draw(pdf):
    """Each page as width, height and grey bytes."""
    data = subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), str(pdf)], check=True, capture_output=True).stdout
    while data:
        kind, width, height, _ = data[:32].split(None, 4)[:4]
        header = len(kind) + len(width) + len(height) + len(b"255") + 4
        size = int(width) * int(height)
        yield int(width), int(height), data[header:header + size]
        data = data[header + size:]


def askew(width, height, pixels, degrees, grain):
    """Turned clockwise about the middle, each pixel from its four neighbours, on grainy paper."""
    sin, cos = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    turned = bytearray(width * height)
    for y in range(height):
        dy = y - height / 2
        row = y * width
        for x in range(width):
            dx = x - width / 2
            fx, fy = cos * dx + sin * dy + width / 2, cos * dy - sin * dx + height / 2
            left, top = int(fx), int(fy)
            if 0 <= left < width - 1 and 0 <= top < height - 1 and fx >= 0 and fy >= 0:
                at, ax, ay = top * width + left, fx - left, fy - top
                ink = ((pixels[at] * (1 - ax) + pixels[at + 1] * ax) * (1 - ay) + (pixels[at + width] * (1 - ax) + pixels[at + width + 1] * ax) * ay)
            else:
                ink = 255
            # Toner is no black, and paper no white.
            turned[row + x] = max(0, min(255, int(38 + ink * (PAPER - 38) / 255) + grain[(x * 7 + y * 13) % len(grain)]))
    return turned


def dust(width, height, pixels, chance):
    for _ in range(DUST):
        x, y, size = chance.randrange(width - 4), chance.randrange(height - 4), chance.choice((1, 1, 2, 3))
        for row in range(y, y + size):
            pixels[row * width + x:row * width + x + size] = bytes([chance.randrange(60, 150)]) * size


def sideways(width, height, pixels):
    """A quarter turn clockwise."""
    return height, width, bytes(pixels[(height - 1 - x) * width + y] for y in range(width) for x in range(height))


def pdf_of(images):
    """A PDF with a picture a page: width, height (pixels), color space, filter, bytes."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(images), b" ".join(b"%d 0 R" % (3 + 3 * i) for i in range(len(images))))]
    for i, (width, height, colors, encoding, data) in enumerate(images):
        across, down = width * 72 / DPI, height * 72 / DPI
        content = b"%.2f 0 0 %.2f 0 0 cm /P Do" % (across, down)
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents %d 0 R/Resources<</XObject<</P %d 0 R>>>>>>" % (across, down, 4 + 3 * i, 5 + 3 * i),
            b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8/Filter/%s/Length %d>>stream\n%s\nendstream" % (width, height, colors, encoding, len(data), data),
        ]
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out) + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, len(out))


def as_jpeg(pages):
    """Poppler writes the JPEG, with three components even for grey: Python alone has no encoder."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "grey.pdf")
        path.write_bytes(pdf_of([(width, height, b"DeviceGray", b"FlateDecode", zlib.compress(bytes(pixels), 1)) for width, height, pixels in pages]))
        subprocess.run(["pdftoppm", "-gray", "-r", str(DPI), "-jpeg", "-jpegopt", f"quality={QUALITY}", path, pathlib.Path(folder, "page")], check=True)
        return [file.read_bytes() for file in sorted(pathlib.Path(folder).glob("page*.jpg"))]


def main():
    source, target = map(pathlib.Path, sys.argv[1:])
    chance = random.Random(4)
    grain = [round(chance.gauss(0, GRAIN)) for _ in range(100_003)]
    pages = []
    for number, (width, height, pixels) in enumerate(draw(source), 1):
        pixels = askew(width, height, pixels, DEGREES[number % 2 - 1], grain)
        dust(width, height, pixels, chance)
        pages.append(sideways(width, height, pixels) if number == SIDEWAYS else (width, height, pixels))
    target.write_bytes(pdf_of([(width, height, b"DeviceRGB", b"DCTDecode", data) for (width, height, _), data in zip(pages, as_jpeg(pages))]))


main()
