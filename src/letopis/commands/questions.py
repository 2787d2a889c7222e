"""Commands that are asked in words: search, questions, digests."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from letopis.commands.base import (
    FOUND,
    NOT_ALL,
    command,
    print_json,
    print_lines,
    tell,
    width,
)
from letopis.errors import NothingFound
from letopis.faces.arguments import Day, with_words

if TYPE_CHECKING:
    pass


@command('letopis search japan.letopis "мирный договор" actor:Japan since:2018')
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] QUERY")
@click.option("--meaning", is_flag=True, help="Words near in meaning count, too.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="At most so many."
)
def search(arguments: tuple[str, ...], meaning: bool, limit: int, as_json: bool) -> int:
    """Find sentences by their words, in any form, best first.

    QUERY is words; "a phrase"; either|or; -without; beginning*; nearly~; and the filters source:, kind:, actor:,
    issue:, since: and until:. Several arguments after the chronicle are one query.
    """
    from letopis.asking import Asker  # noqa: PLC0415
    from letopis.faces.answers import hit_data, hit_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, query = with_words(arguments, "QUERY")
    with Chronicle.open(path) as chronicle:
        hits = Asker(chronicle).search(query, meaning=meaning, limit=limit)
    if as_json:
        print_json(hit_data(hits))
    else:
        print_lines(hit_lines(hits, width()))
    if not hits:
        raise NothingFound(f"{path}: nothing found")
    return FOUND


@command('letopis ask japan.letopis "Как менялась позиция Москвы по мирному договору?"')
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] QUESTION")
@click.option("--llm", metavar="URL", help="Let the model at this OpenAI-compatible endpoint phrase the answer.")
@click.option("--model", metavar="NAME", help="The endpoint's model.")
@click.option("--key", envvar="LETOPIS_LLM_KEY", metavar="KEY", help="The endpoint's key [LETOPIS_LLM_KEY].")
def ask(arguments: tuple[str, ...], llm: str | None, model: str | None, key: str | None, as_json: bool) -> int:
    """Answer a question, in Russian or English, by what the records say, with citations.

    What the chronicle does not know is said plainly. With --llm the question and the cited sentences are sent to the
    endpoint, and of what it writes only sentences stay whose citations bear them out.
    """
    from letopis.asking import Asker  # noqa: PLC0415
    from letopis.faces.answers import answer_data, answer_lines  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415
    from letopis.study.questions.phrasing import completer  # noqa: PLC0415

    path, question = with_words(arguments, "QUESTION")
    complete = completer(llm, model, key) if llm else None
    with Chronicle.open(path) as chronicle:
        asker = Asker(chronicle)
        answer = asker.ask(question)
        text = asker.phrase(answer, complete) if complete else None
    if complete and answer.citations and not text:
        tell("no sentence of the model's checks against its citations; here is the answer without it")
    if as_json:
        print_json(answer_data(answer, text))
    else:
        print_lines(answer_lines(answer, text, width()))
    return NOT_ALL if answer.declined else FOUND


@command('letopis digest japan.letopis "мирный договор" --words 300 --form docx --out digest.docx')
@click.argument("arguments", nargs=-1, metavar="[CHRONICLE] TOPIC")
@click.option(
    "--words", type=click.IntRange(min=20), default=300, show_default=True, metavar="N", help="At most so many."
)
@click.option("--since", type=Day(), help="Not earlier than this day, month or year.")
@click.option("--until", type=Day(), help="Not later than this day, month or year.")
@click.option("--form", type=click.Choice(["text", "md", "html", "docx"]), default="text", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, writable=True), metavar="FILE", help="Write to this file.")
def digest(
    arguments: tuple[str, ...],
    words: int,
    since: str | None,
    until: str | None,
    form: str,
    out: str | None,
    as_json: bool,
) -> int:
    """Tell a topic in the chronicle's own sentences, by date, each of them cited.

    What sources repeat stands once, what they contradict each other in is said.
    """
    if form == "docx" and out is None and not as_json:
        raise click.UsageError("A DOCX needs --out FILE.")
    if since and until and since > until + "~":
        raise click.UsageError(f"since {since} lies after until {until}")
    from letopis.asking import Asker  # noqa: PLC0415
    from letopis.faces import digests  # noqa: PLC0415
    from letopis.store.chronicle import Chronicle  # noqa: PLC0415

    path, topic = with_words(arguments, "TOPIC")
    with Chronicle.open(path) as chronicle:
        found = Asker(chronicle).digest(topic, words=words, since=since, until=until)
    if as_json:
        print_json(digests.digest_data(found))
    elif form == "docx" and out:
        Path(out).write_bytes(digests.digest_docx(found))
    else:
        write = {"md": digests.digest_markdown, "html": digests.digest_html}
        text = write[form](found) if form in write else "\n".join(digests.digest_lines(found, width())) + "\n"
        Path(out).write_text(text, encoding="utf-8") if out else click.echo(text, nl=False)
    return FOUND
