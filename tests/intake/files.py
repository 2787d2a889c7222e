"""Files of every format with one small article, made by the libraries that write such files."""

from __future__ import annotations

import gzip
import io
import json
import mailbox
import tarfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

TITLE = "Осло отвергло предложение"
BODY = (
    "Норвегия отвергла предложение Исландии о рыболовстве. Министр иностранных дел Норвегии Ула Берг заявил об этом в "
    "понедельник.\nПереговоры продолжатся в мае, сообщили в правительстве Исландии."
)
ADDRESS = "https://vestnik.example/2018/03/05/oslo.html"
PAGE = f"""<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>{TITLE} — Вестник</title>
<meta property="og:title" content="{TITLE}"><meta property="og:site_name" content="Вестник">
<meta property="article:published_time" content="2018-03-05T10:00:00+03:00"><meta name="author" content="Ирма Лунд">
<link rel="canonical" href="{ADDRESS}"><script>alert("Норвегия")</script></head>
<body><nav><a href="/">Главная</a><a href="/sport">Спорт</a></nav><article><h1>{TITLE}</h1>
{"".join(f"<p>{line}</p>" for line in BODY.splitlines())}</article><footer>Реклама на сайте</footer></body></html>"""


def page(path: Path) -> None:
    path.write_text(PAGE, encoding="utf-8")


def old_page(path: Path) -> None:
    path.write_bytes(PAGE.replace("utf-8", "windows-1251", 1).encode("cp1251"))


def word(path: Path) -> None:
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = TITLE, "Ирма Лунд"
    for line in BODY.splitlines():
        document.add_paragraph(line)
    document.add_table(1, 2).rows[0].cells[0].text = "Итого"
    document.save(str(path))


def book(path: Path) -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{TITLE}</dc:title><dc:creator>Ирма Лунд</dc:creator><dc:date>2018-03-05</dc:date>"
        '<dc:language>ru</dc:language></metadata><manifest><item id="a" href="text/a.xhtml"/>'
        '<item id="b" href="text/b.xhtml"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    container = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("OEBPS/book.opf", package)
        for name, line in zip("ab", BODY.splitlines(), strict=True):
            archive.writestr(f"OEBPS/text/{name}.xhtml", f"<html><body><p>{line}</p></body></html>")


def pdf(path: Path) -> None:
    """A PDF whose font maps bytes to Russian letters by a ToUnicode table (ISO 32000, 9.10.3)."""
    lines = BODY.splitlines()
    letters = sorted(set("".join(lines)))
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    pairs = "\n".join(f"<{number:02x}> <{ord(letter):04x}>" for letter, number in codes.items())
    unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    ).encode()
    shown = "BT /F 6 Tf 20 700 Td " + " 0 -20 Td ".join(
        f"<{''.join(f'{codes[letter]:02x}' for letter in line)}> Tj" for line in lines
    )
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 800] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s ET\nendstream" % (len(shown) + 3, shown.encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(unicode), unicode),
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, len(out))
    path.write_bytes(out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table) + tail)


ROW = {"id": "7", "title": TITLE, "text": BODY, "url": ADDRESS, "date": "2018-03-05", "author": "Ирма Лунд"}


def json_lines(path: Path) -> None:
    path.write_text(json.dumps(ROW, ensure_ascii=False) + "\n" + json.dumps(ROW | {"id": "8"}), encoding="utf-8")


def table(path: Path) -> None:
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ROW)
        writer.writeheader()
        writer.writerow(ROW)


def parquet(path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({name: [value] for name, value in ROW.items()}), path)


def feed(path: Path) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in BODY.splitlines())
    path.write_text(
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Вестник</title><language>ru-RU</language><item>'
        f"<title>{TITLE}</title><link>{ADDRESS}</link><guid>7</guid><pubDate>Mon, 05 Mar 2018 10:00:00 +0300</pubDate>"
        f"<description><![CDATA[{paragraphs}]]></description></item></channel></rss>",
        encoding="utf-8",
    )


def web_archive(path: Path) -> None:
    from fastwarc.warc import WarcRecord, WarcRecordType

    body = PAGE.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n" % len(body)
    out = io.BytesIO()
    for address, kind in ((ADDRESS, WarcRecordType.response), ("https://vestnik.example/x", WarcRecordType.request)):
        record = WarcRecord()
        record.init_headers(kind)
        record.headers["WARC-Target-URI"] = address
        record.headers["Content-Type"] = f"application/http; msgtype={kind}"
        record.set_bytes_content(http + body)
        record.write(out)
    data = out.getvalue()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


def message() -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["Date"] = (
        TITLE,
        "Ирма Лунд <irma@vestnik.example>",
        "Mon, 05 Mar 2018 10:00:00 +0300",
    )
    made.set_content(BODY)
    made.add_attachment("Приложение к письму.".encode(), maintype="text", subtype="plain", filename="note.txt")
    return made


def letter(path: Path) -> None:
    path.write_bytes(message().as_bytes())


def box(path: Path) -> None:
    made = mailbox.mbox(path)
    made.add(message())
    made.add(message())
    made.close()


def archive(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("news/a.txt", BODY)
        made.writestr("news/b.html", PAGE)
        made.writestr(".hidden", "x")


def tarball(path: Path) -> None:
    with tarfile.open(path, "w:gz") as made:
        info = tarfile.TarInfo("news/a.txt")
        info.size = len(BODY.encode())
        made.addfile(info, io.BytesIO(BODY.encode()))


def packed(path: Path) -> None:
    path.write_bytes(gzip.compress(BODY.encode()))


#: File name, what writes it, the names of the sources in it, whether it tells title and date.
FILES: tuple[tuple[str, Callable[[Path], None], tuple[str, ...], bool], ...] = (
    ("a.html", page, ("",), True),
    ("old.htm", old_page, ("",), True),
    ("a.docx", word, ("",), False),
    ("a.epub", book, ("",), True),
    ("a.pdf", pdf, ("",), False),
    ("a.jsonl", json_lines, ("#7", "#8"), True),
    ("a.csv", table, ("#7",), True),
    ("a.parquet", parquet, ("#7",), True),
    ("a.rss", feed, ("#7",), True),
    ("a.warc", web_archive, (f"#{ADDRESS}",), True),
    ("a.warc.gz", web_archive, (f"#{ADDRESS}",), True),
    ("a.eml", letter, ("", "!/note.txt"), True),
    ("a.mbox", box, ("#1", "!/note.txt", "#2", "!/note.txt"), True),
    ("a.zip", archive, ("!/news/a.txt", "!/news/b.html"), False),
    ("a.tar.gz", tarball, ("!/a.tar!/news/a.txt",), False),
    ("a.txt.gz", packed, ("!/a.txt",), False),
)
