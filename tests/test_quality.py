"""Accuracy on the marked texts stays on or above its pinned floors."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality", ROOT / "scripts" / "quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


QUALITY = _script()


@pytest.mark.models
@pytest.mark.parametrize("name", QUALITY.SETS)
@pytest.mark.usefixtures("real_reader")
def test_no_figure_sinks(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from letopis import building

    shared = QUALITY.shared_folder()
    if shared is None:
        pytest.skip("no marked texts: a folder shared beside the checkout, or LETOPIS_SHARED")
    monkeypatch.setattr(QUALITY, "build", building.build)
    table = QUALITY.measure(shared, name)
    assert not QUALITY.check({name: table}, shared, json.loads(QUALITY.FLOORS.read_text(encoding="utf-8")))


def test_floors_only_rise() -> None:
    table = {"names": {"strict_f1": 0.5}, "roles": {"strict_f1": 0.9}}
    floors = {"heap": {"floors": {"names.strict_f1": 0.7, "roles.strict_f1": 0.8}}}
    raised = QUALITY.raised({"heap": table}, ROOT, floors)["heap"]["floors"]
    assert raised == {"names.strict_f1": 0.7, "roles.strict_f1": 0.9}
    assert QUALITY.check({"heap": table}, ROOT, floors) == ["heap: names.strict_f1 sank to 0.5, its floor is 0.7"]
