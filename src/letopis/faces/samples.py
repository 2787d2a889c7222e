"""A sample for judging as a page to be filled in a browser, and the score of a judged one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from letopis.faces.terminal import clean
from letopis.study.sampling import Drawn, Precision
from letopis.study.timeline import describe

_STYLE = (
    "body{font:1rem/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}mark{background:#fd6}"
    "article{border-top:1px solid #ccc;padding:.7rem 0}small{color:#555}button{position:sticky;top:0}"
)
#: Writes the verdicts into a table like that of the CSV sample; no address is asked for, nothing leaves the page.
_SCRIPT = """
const save=document.getElementById('save');
const cell=v=>'"'+String(v).replaceAll('"','""')+'"';
save.onclick=()=>{const rows=[['id','reading','kind','what','quote','source','start','stop','rule','right','note']];
for(const a of document.querySelectorAll('article')){const d=a.dataset;
const v=a.querySelector('input[type=radio]:checked');
rows.push([d.id,d.reading,d.kind,a.querySelector('b').textContent,a.querySelector('mark').textContent,d.source,d.start,
d.stop,d.rule,v?v.value:'',a.querySelector('input[type=text]').value]);}
const link=document.createElement('a');
link.href=URL.createObjectURL(new Blob([rows.map(r=>r.map(cell).join(',')).join('\\r\\n')],{type:'text/csv'}));
link.download='judged.csv';link.click();};
"""


def sample_html(drawn: Sequence[Drawn]) -> str:
    """The sample as a page of its own: read, click yes or no, save the judged table."""
    out = ['<!doctype html><html lang="en"><meta charset="utf-8"><title>Sample to judge</title>']
    out += [f"<style>{_STYLE}</style><h1>{len(drawn)} records to judge</h1><button id='save'>Save judged.csv</button>"]
    for number, one in enumerate(drawn):
        told = one.told
        data = {"id": told.id, "reading": told.reading, "kind": told.kind, "source": told.source, "start": told.start,
                "stop": told.stop, "rule": told.evidence.rule}  # fmt: skip
        held = " ".join(f'data-{name}="{escape(str(value))}"' for name, value in data.items())
        radios = "".join(
            f'<label><input type="radio" name="v{number}" value="{v}"> {v}</label> ' for v in ("yes", "no")
        )
        out += [f"<article {held}><b>{escape(describe(told.record) or told.kind)}</b>"]
        out += [f"<p>{escape(one.before)}<mark>{escape(told.quote)}</mark>{escape(one.after)}</p>"]
        out += [f"<small>{escape(told.source)}:{told.start} · {escape(told.evidence.rule)}</small><br>{radios}"]
        out += ['<input type="text" placeholder="note"></article>']
    return "\n".join([*out, f"<script>{_SCRIPT}</script></html>"]) + "\n"


def precision_lines(found: Sequence[Precision]) -> Iterator[str]:
    """A line a kind: how many are right, the share, and its 95 % interval."""
    for one in found:
        name = clean(one.name).ljust(10)
        interval = f"(95 %: {one.low:.2f} to {one.high:.2f})"
        yield f"{name} {one.right:>4} of {one.judged:<4} right   {one.share:.2f}  {interval}"


def precision_data(found: Sequence[Precision]) -> list[dict[str, Any]]:
    """The same as plain data."""
    return [{"kind": one.name, "right": one.right, "judged": one.judged, "precision": round(one.share, 4),
             "low": round(one.low, 4), "high": round(one.high, 4)} for one in found]  # fmt: skip
