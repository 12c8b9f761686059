"""Every change has its sentence in the log of activity."""

import ast
import string

from django.apps import apps

from boards.activity import KINDS, SENTENCES
from boards.queries.history import shown_fields
from boards.queries.history_words import FIELDS, NOUNS
from boards.registry import registry
from tests.meta.sources import Module, modules


def test_every_change_has_a_sentence() -> None:
    missing = []
    for module in modules():
        for call, name in module.calls():
            if name != "change" or module.name == "boards/activity.py":
                continue
            label = label_of(call, module)
            if label not in SENTENCES:
                missing.append(f"{module.place(call)}: {label}")
    assert not missing


def label_of(call: ast.Call, module: Module) -> object:
    """The label, written out at the call or a constant of the module."""
    label = call.args[0] if call.args else None
    if isinstance(label, ast.Name):
        return module.value_of(label.id)
    return label.value if isinstance(label, ast.Constant) else None


def test_sentences_name_only_what_the_change_gives() -> None:
    nameless = [
        f"{module.place(call)}: {label_of(call, module)}"
        for module in modules()
        for call, name in module.calls()
        if name == "change"
        and "{on}" in str(SENTENCES.get(str(label_of(call, module)), ""))
        and not {"on", None} & {word.arg for word in call.keywords}
    ]
    assert not nameless


def test_sentences_say_who() -> None:
    odd = [
        label
        for label, sentence in SENTENCES.items()
        if not {field for _, field, _, _ in string.Formatter().parse(str(sentence)) if field}
        <= {"by", "on"}
        or "." not in label
    ]
    assert not odd


def test_every_kind_of_change_has_a_name() -> None:
    assert {label.partition(".")[0] for label in SENTENCES} == set(KINDS)


def test_every_field_of_an_open_history_has_a_name() -> None:
    models = [apps.get_model(label) for label in registry.open_history]
    fields = {field.name for model in models for field in shown_fields(model)}
    assert not {model.__name__ for model in models} - set(NOUNS)
    assert not fields - set(FIELDS)
