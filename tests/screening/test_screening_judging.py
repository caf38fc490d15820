"""Judging: small made-up repositories for every rule, gate and indicator, what hits and what nearly does."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from checkouts import LIBRARY, PRODUCT, facts_of, judged, shipped_lists, surveyed
from patternbook.screening.judging.gates import Gate, check_gates
from patternbook.screening.judging.indicators import IndicatorResult, apply_indicators
from patternbook.screening.judging.rules.facts import Reason
from patternbook.screening.judging.stage import reached_stage
from patternbook.screening.judging.verdict import USER_RULES, Verdict, weigh
from patternbook.screening.repository.metadata import Metadata
from patternbook.screening.repository.tree import History

BUSY = History(commits=500, committers=3, tags=2, newest="2024-03-06")
KNOWN = Metadata("garden/birdwatch", "", "https://birdwatch.test", stars=51, archived=False, fork=False, updated="2024-03-06")


def rules(verdict: Verdict) -> dict[str, int]:
    return {reason.rule: reason.points for reason in verdict.reasons}


def of(files: dict[str, str | bytes], slug: str, metadata: Metadata | None = None, history: History | None = None) -> IndicatorResult:
    """One indicator, applied to a made-up checkout."""
    facts = facts_of(files, metadata, history)
    return next(each for each in apply_indicators(facts, check_gates(facts.survey, metadata, facts.labels)) if each.signal.slug == slug)


# ---- a product, a library, and what lies between ----


def test_a_small_product() -> None:
    verdict = judged(PRODUCT, KNOWN, BUSY)
    assert (verdict.reached, verdict.candidate, verdict.stopped, verdict.suggested) == ("ml", True, "", "ml_product")
    assert {"surface-in-own-code", "install-link", "translated", "called-product"} <= set(rules(verdict))
    assert verdict.points[0][0] == "product"


def test_the_same_without_its_model_is_a_product_without_ml() -> None:
    files = {path: text for path, text in PRODUCT.items() if not path.endswith(".tflite")}
    files["app/build.gradle"] = str(PRODUCT["app/build.gradle"]).replace("org.tensorflow:tensorflow-lite", "org.garden:seeds")
    files["app/src/main/java/com/example/birdwatch/Main.java"] = "class Main {}\n"
    verdict = judged(files)
    assert (verdict.reached, verdict.suggested) == ("ui", "non_ml_product")
    assert verdict.stopped == "no ML library, hosted model, model file or ML word in its own code"


def test_the_same_introducing_itself_as_ai_powered_is_taken_at_its_word() -> None:
    files = {
        "README.md": "# Birdwatch\n\nBirdwatch is an AI-powered app for people.\n",
        "app/build.gradle": "plugins { id 'com.android.application' }\n",
    }
    assert judged(files).suggested == "ml_product"
    files["README.md"] = "# Birdwatch\n\nBirdwatch is an app for people, with text-to-speech.\n"
    assert judged(files).suggested == "non_ml_product"


def test_a_library_with_an_example_application_is_no_product() -> None:
    verdict = judged(LIBRARY)
    assert (verdict.reached, verdict.candidate, verdict.suggested) == ("search", False, "ml_library_or_tool")
    assert verdict.stopped.startswith("calls itself “library”: README.md:3: birdlib is a small Python library")
    assert {"bundled-example": 2, "publishes-package": 4, "called-library": 4}.items() <= rules(verdict).items()
    [bundled] = [reason for reason in verdict.reasons if reason.rule == "bundled-example"]
    assert [(each.file, each.line, each.zone) for each in bundled.evidence] == [("examples/web/app.py", 1, "example")]


def test_the_example_application_alone_is_not_reported_as_user_interface_of_the_repository() -> None:
    files = LIBRARY | {"README.md": "# birdlib\n"}
    verdict = judged(files)
    assert (verdict.reached, verdict.stopped) == ("wording", "no user interface in its own code (1 hits in examples, tests or documentation)")
    assert of(files, "python-web").state == "only outside own code"


def test_a_framework_is_not_found_by_its_own_name() -> None:
    files: dict[str, str | bytes] = {
        "pyproject.toml": '[build-system]\nrequires = ["x"]\n[project]\nname = "Flask"\nkeywords = ["web"]\n',
        "src/flask/app.py": "from flask.globals import request\n",
    }
    verdict = judged(files)
    assert verdict.suggested == "non_ml_library"
    assert rules(verdict)["is-the-library"] == 3
    assert "surface-in-own-code" not in rules(verdict)
    assert "surface-in-own-code" in rules(judged({"app.py": "from flask import Flask\n"}))


def test_nothing_at_all_is_unclear() -> None:
    verdict = judged({"notes.txt": "seeds\n"})
    assert (verdict.suggested, verdict.reasons, verdict.confidence) == ("unclear", (), None)


def test_a_word_it_calls_itself_by_is_listed_once_with_every_place() -> None:
    readme = "# Birdlib, a library\n\nBirdlib is a simple and small library for birds.\n\nThis library is a fast library.\n"
    found = of({"README.md": readme}, "non-product-wording")
    assert [token.name for token in found.tokens] == ["library"]
    places = [(each.file, each.line) for each in found.tokens[0].evidence]
    assert places == sorted(set(places))
    assert found.tokens[0].counts == {"main": len(places)}


def test_a_mere_server_is_not_suggested_as_a_product() -> None:
    files: dict[str, str | bytes] = {"app.py": "from flask import Flask\nimport torch\n" + "x = 1\n" * 2000}
    verdict = judged(files)
    assert (dict(verdict.points), verdict.suggested, verdict.candidate) == ({"product": 2}, "unclear", True)


# ---- rule by rule ----

FLASK = "from flask import Flask\n"
LONG = "x = 1\n" * 2000
APP = "import tkinter\n"


@pytest.mark.parametrize(
    ("rule", "points", "hit", "near"),
    [
        ("surface-in-own-code", 3, {"a.py": APP}, {"tests/a.py": APP}),
        ("surface-in-own-code", 2, {"a.py": FLASK}, {"examples/a.py": FLASK}),
        ("surface-in-own-code", 1, {"a.py": "import cv2\ncv2.imshow('a', b)\n"}, {"a.py": "import cv2\n"}),
        ("bundled-example", 2, {"demo/a.py": FLASK}, {"demo/index.html": "<p>"}),
        ("packaged-for-users", 3, {"setup.iss": "x"}, {"a.py": APP, "setup.is": "x"}),
        ("packaged-for-users", 1, {"a.py": APP, "seed.spec": "x"}, {"seed.spec": "x"}),
        ("install-link", 2, {"a.py": APP, "README.md": "[a](https://f-droid.org/a)"}, {"a.py": APP, "README.md": "[a](https://droid.test/a)"}),
        ("use-mention", 1, {"a.py": APP, "README.md": "# A\n\n## Screenshots\n"}, {"README.md": "# A\n\n## Screenshots\n"}),
        ("translated", 2, {"a.py": APP, "a.po": "", "b.po": "", "c.po": ""}, {"a.py": APP, "a.po": "", "b.po": ""}),
        ("runs-as-service", 1, {"a.py": FLASK, "Procfile": "web: a"}, {"Procfile": "web: a"}),
        ("called-product", 3, {"README.md": "# A\n\nA is a keyboard for birds."}, {"README.md": "# A\n\nA is a keyboard library for birds."}),
        ("called-library", 4, {"README.md": "# A\n\nA is a fast, small library."}, {"README.md": "# A\n\nA uses a library."}),
        ("called-tutorial", 6, {"README.md": "# Bird Course\n\nText."}, {"README.md": "# Racecourse birds of Devon\n\nText."}),
        ("called-demo", 6, {"README.md": "# Bird Sample Application\n\nText."}, {"README.md": "# Bird Sampler\n\nText."}),
        ("called-demo", 4, {"README.md": "# A\n\nThis project demonstrates seeds."}, {"README.md": "# A\n\nThe fair demonstrates seeds."}),
        (
            "called-paper",
            4,
            {"README.md": "# A\n\nThis is a PyTorch implementation of seeds."},
            {"README.md": "# A\n\nAfter implementation, seeds grow."},
        ),
        ("called-developer-tool", 4, {"README.md": "# A\n\nA is a command line tool."}, {"README.md": "# A\n\nA is a garden tool."}),
        ("publishes-package", 3, {"package.json": '{"name": "a", "types": "a"}'}, {"package.json": '{"name": "a", "types": "a", "private": true}'}),
        (
            "publishes-package",
            4,
            {"package.json": '{"name": "seed", "types": "a"}', "README.md": "npm install seed"},
            {"README.md": "npm install seed"},
        ),
        (
            "publishes-package",
            5,
            {"package.json": '{"name": "seed", "types": "a"}', "README.md": "npm install seed\n```js\nsow(1)\n```\n"},
            {"package.json": '{"name": "seed", "types": "a"}', "README.md": "npm install seed\n```sh\nsow 1\n```\n"},
        ),
        ("readme-shows-code", 2, {"README.md": "```python\nimport seed\n```\n"}, {"README.md": "```python\npip install seed\n```\n"}),
        ("readme-shows-code", 3, {"README.md": "```js\nsow(1)\n```\n" * 3}, {"README.md": "```js\nsow(1)\n```\n" * 2}),
        (
            "works-on-models",
            4,
            {"README.md": "# A\n\nA is a viewer for neural networks."},
            {"README.md": "# A\n\nA is a viewer for birds, with neural networks."},
        ),
        (
            "works-on-models",
            4,
            {"README.md": "# A\n\nA is a viewer for PyTorch."},
            {"README.md": "# A\n\nA is a viewer for birds - Supports PyTorch."},
        ),
        (
            "works-on-models",
            4,
            {"README.md": "# A\n\nA is a suite of web applications for looking into your\nPyTorch runs."},
            {"README.md": "# A\n\nA is a suite of web applications for looking into your\ngarden using PyTorch runs."},
        ),
        ("works-on-models", 4, {"README.md": "# A\n\nA is a viewer for ONNX."}, {"README.md": "# A\n\nA is a library for ONNX."}),
        ("documents-an-api", 1, {"Doxyfile": "x"}, {"docs/apiary.md": "x"}),
        (
            "user-sections",
            1,
            {"a.py": APP, "README.md": "# A\n\n## Screenshots\n\n## Download\n"},
            {"README.md": "# A\n\n## Screenshots\n\n## Download\n"},
        ),
        (
            "user-sections",
            2,
            {"a.py": APP, "README.md": "# A\n\n## Screenshots\n\n## Download\n\n## Privacy\n"},
            {"a.py": APP, "README.md": "# A\n\n## Screenshots\n\n## Demo site\n\n## Privacy\n"},
        ),
        (
            "research-sections",
            2,
            {"README.md": "# A\n\n## Training\n\n## Results\n\n## Citation\n"},
            {"README.md": "# A\n\n## Training\n\n## Fine-tuning\n\n## Citation\n"},
        ),
        ("publishes-package", 1, {"web/package.json": '{"name": "a", "types": "a"}'}, {"examples/package.json": '{"name": "a", "types": "a"}'}),
        ("developer-audience", 2, {"README.md": "# A\n\nA helps ML engineers."}, {"README.md": "# A\n\nA helps engineers."}),
        ("mostly-notebooks", 6, {f"{n}.ipynb": "{}" for n in "abc"}, {"a.ipynb": "{}", "b.ipynb": "{}"}),
        ("many-notebooks", 2, {f"{n}.ipynb": "{}" for n in "abc"} | {f"{n}.py": "" for n in "abcdef"}, {"a.ipynb": "{}", "a.py": ""}),
        ("list-of-links", 4, {"README.md": "- [a](https://a.test)\n" * 60}, {"README.md": "- [a](https://a.test)\n" * 59}),
        ("numbered-lessons", 3, {f"{n:02}_a.txt": "" for n in range(4)}, {f"{n:02}_a.txt": "" for n in range(3)}),
        ("numbered-lessons", 3, {f"lesson{n}/a.txt": "" for n in range(4)}, {f"{n}00a.txt": "" for n in range(4)}),
        (
            "samples-side-by-side",
            2,
            {f"{n}/README.md": "" for n in "abcdef"} | {"a/a.py": "x = 1\n"},
            {f"{n}/README.md": "" for n in "abcdef"} | {"a/a.py": "x = 1\n", "package.json": "{}"},
        ),
        ("made-to-learn", 2, {"README.md": "My final year project"}, {"README.md": "The final year of a project"}),
        ("small", 2, {"a.py": "x = 1\n" * 499}, {"a.py": "x = 1\n" * 1500}),
        ("small", 1, {"a.py": "x = 1\n" * 1499}, {"tests/a.py": "x = 1\n" * 9}),
        (
            "many-samples",
            3,
            {f"apps/samples/a{n}/build.gradle": "plugins { id 'com.android.application' }" for n in range(8)},
            {f"apps/samples/a{n}/build.gradle": "plugins { id 'com.android.application' }" for n in range(7)},
        ),
        ("asks-to-be-cited", 2, {"README.md": "```\n@article{a,\n```"}, {"README.md": "an article"}),
        ("asks-to-be-cited", 1, {"README.md": "https://arxiv.org/abs/1"}, {"README.md": "https://arxiv.org/list"}),
        ("trains-shows-nothing", 2, {"train.py": "x"}, {"train.py": APP}),
        ("model-and-code", 2, {"a.onnx": "x"}, {"a.onnx": "x", "a.py": APP}),
        ("title-names-technology", 3, {"README.md": "# Seeds using TensorFlow"}, {"README.md": "# Seeds using Water"}),
        ("title-names-technology", 3, {"README.md": "# Seeds-using-Deep-Learning"}, {"README.md": "# Seeds, deep learning"}),
        ("title-names-technology", 2, {"README.md": "# Seeds-CoreML"}, {"README.md": "# Seeds-Core"}),
        ("called-paper", 4, {"README.md": "# Seeds (Official Implementation)"}, {"README.md": "# Seeds (Official)"}),
    ],
)
def test_rule(rule: str, points: int, hit: dict[str, str | bytes], near: dict[str, str | bytes]) -> None:
    assert rules(judged(hit)).get(rule) == points
    assert rules(judged(near)).get(rule) != points


def test_kept_up_needs_history_and_size() -> None:
    assert rules(judged({"a.py": APP + LONG}, history=BUSY))["kept-up"] == 1
    assert "kept-up" not in rules(judged({"a.py": APP}, history=BUSY))
    assert "kept-up" not in rules(judged({"a.py": APP + LONG}, history=History(commits=299)))
    assert "kept-up" in rules(judged({"a.py": APP + LONG}, history=History(commits=300)))


def test_interface_in_a_corner_of_the_code_counts_little() -> None:
    corner: dict[str, str | bytes] = {"View.java": "import javax.swing.JFrame;\n", "core.cpp": "int x;\n" * 1000}
    assert rules(judged(corner))["surface-in-own-code"] == 1
    assert rules(judged({**corner, "View.java": "import javax.swing.JFrame;\n" * 60}))["surface-in-own-code"] == 3
    manifest: dict[str, str | bytes] = {"build.gradle": "plugins { id 'com.android.application' }", "core.cpp": "int x;\n" * 1000}
    assert rules(judged(manifest))["surface-in-own-code"] == 3


def test_short_lived_is_what_few_wrote_in_few_commits_and_never_released() -> None:
    few = History(commits=29, committers=2)
    assert rules(judged({"a.py": APP}, history=few))["short-lived"] == 1
    for other in (replace(few, commits=30), replace(few, committers=3), replace(few, tags=1), replace(few, partial="shallow"), History()):
        assert "short-lived" not in rules(judged({"a.py": APP}, history=other))


# ---- when a product is suggested ----


def weighed(*reasons: Reason, files: dict[str, str | bytes] | None = None) -> Verdict:
    """A verdict by made-up reasons over a small checkout with a user interface and a model."""
    return weigh(facts_of(files or {"a.py": APP + "import torch\n"}), (), reasons)


MENTIONED = Reason("use-mention", "product", 4, "")
USED, SHOWN = Reason("called-product", "product", 4, ""), Reason("kept-up", "product", 4, "")


def test_a_product_needs_enough_points_a_lead_and_a_word_to_its_users() -> None:
    assert weighed(USED).suggested == "ml_product"
    assert weighed(replace(USED, points=3)).suggested == "unclear"
    assert weighed(SHOWN).suggested == "unclear"  # a window and a long history speak to nobody
    assert weighed(MENTIONED).suggested == "unclear"
    assert weighed(USED, files={"a.py": "import torch\n"}).suggested == "unclear"
    assert weighed(USED, Reason("x", "library", 2, "")).suggested == "ml_product"


def test_what_is_made_to_work_on_models_is_a_tool_however_it_is_delivered() -> None:
    for_makers = Reason("works-on-models", "developer-tool", 4, "")
    assert weighed(replace(USED, points=15), for_makers).suggested == "ml_library_or_tool"
    assert weighed(replace(USED, points=15), replace(for_makers, rule="developer-audience")).suggested == "ml_product"


def test_an_application_is_not_dropped_for_a_word() -> None:
    files: dict[str, str | bytes] = {"README.md": "# A\n\nA is a toolkit for birds.\n", "a.py": APP + "import torch\n"}
    verdict = judged(files)
    assert (verdict.reached, verdict.suggested) == ("ml", "ml_library_or_tool")
    assert judged({**files, "a.py": FLASK + "import torch\n"}).reached == "search"
    assert judged({**files, "a.py": "import torch\n", "demo/a.py": APP}).reached == "search"


@pytest.mark.parametrize(
    ("own_words", "product", "stopped"),
    [
        ("Birds is a toolkit for birds.", 1, True),
        ("Birds is a toolkit for birds.", 2, False),
        ("Birds is a library and an app.", 1, False),
        ("Birds is a mobile app.\n\nIt has grown.\n\nBirds is a toolkit for birds.", 1, False),
    ],
    ids=["fewer points", "as many points", "both at once", "a product first"],
)
def test_a_word_rejects_only_what_is_not_first_or_more_clearly_a_product(own_words: str, product: int, stopped: bool) -> None:
    facts = facts_of({"README.md": f"# Birds\n\n{own_words}\n", "a.py": FLASK + "import torch\n"})
    assert "library" in {label.family for label in facts.labels}
    stage, why = reached_stage(facts, (), Counter({"product": product, "library": 2}))
    assert (stage, why.startswith("calls itself")) == (("search", True) if stopped else ("ml", False))


@pytest.mark.parametrize(
    ("points", "suggested", "confidence"), [(2, "ml_product", "clear"), (3, "toy_or_demo", "close"), (4, "toy_or_demo", "close")]
)
def test_who_is_not_clearly_ahead_is_taken_for_the_other(points: int, suggested: str, confidence: str) -> None:
    verdict = weighed(USED, Reason("small", "demo", points, ""))
    assert (verdict.suggested, verdict.confidence) == (suggested, confidence)


def test_of_two_that_are_even_the_order_decides() -> None:
    assert weighed(Reason("a", "paper", 2, ""), Reason("b", "demo", 2, ""), Reason("c", "tutorial", 2, "")).suggested == "tutorial_or_notebooks"


def test_a_class_far_behind_a_doubtful_product_is_not_suggested_either() -> None:
    assert weighed(replace(USED, points=3), Reason("small", "demo", 1, "")).suggested == "unclear"
    assert weighed(replace(USED, points=3), Reason("small", "demo", 2, "")).suggested == "toy_or_demo"
    assert weighed(Reason("small", "demo", 1, "")).suggested == "toy_or_demo"


def test_rules_that_speak_to_users_are_rules_for_products() -> None:
    files = PRODUCT | {"a.iss": "x", "Procfile": "x", "README.md": f"{PRODUCT['README.md']!s}## Screenshots\n"}
    assert {reason.rule for reason in judged(files).reasons} >= USER_RULES


def test_an_installer_stands_for_an_interface_that_is_kept_elsewhere() -> None:
    files: dict[str, str | bytes] = {"main.cpp": "#include <onnxruntime/core.h>\n", "setup.iss": "x"}
    assert judged(files).reached == "ml"
    assert judged({**files, "setup.iss": "", "main.cpp": "int x;\n"}).reached == "ui"
    assert judged({"main.cpp": files["main.cpp"], "seed.spec": "x"}).reached == "wording"


def test_an_item_of_a_list_names_no_whole() -> None:
    assert "called-paper" in rules(judged({"README.md": "# A\n\nFaster and leaner architecture.\n"}))
    for mark in "-*+":
        assert "called-paper" not in rules(judged({"README.md": f"# A\n\n{mark} Faster and leaner architecture.\n"}))
    assert "called-library" in rules(judged({"README.md": "# A\n\n- A is a library for seeds.\n"}))


# ---- gates ----


def gate(slug: str, files: dict[str, str | bytes], metadata: Metadata | None = None, history: History | None = None) -> Gate:
    facts = facts_of(files, metadata, history)
    return next(each for each in check_gates(facts.survey, metadata, facts.labels) if each.slug == slug)


def known(**fields: object) -> Metadata:
    return Metadata("garden/birds", **fields)  # type: ignore[arg-type]


def test_gates_that_nobody_can_judge_say_so_and_stop_nothing() -> None:
    states = {each.slug: each.state for each in check_gates(surveyed(PRODUCT), None, ())}
    assert states == dict.fromkeys(("stars", "recency", "archived", "fork"), "not judged") | {"english": "passed"}
    assert judged(PRODUCT).candidate


@pytest.mark.parametrize(
    ("slug", "metadata", "state"),
    [
        ("stars", known(stars=51), "passed"),
        ("stars", known(stars=50), "failed"),
        ("stars", known(), "not judged"),
        ("recency", known(updated="2019-01-01"), "passed"),
        ("recency", known(updated="2018-12-31"), "failed"),
        ("archived", known(archived=True), "failed"),
        ("archived", known(archived=False), "passed"),
        ("fork", known(fork=True), "failed"),
        ("fork", known(fork=False), "passed"),
        ("fork", known(), "not judged"),
    ],
)
def test_gate_by_metadata(slug: str, metadata: Metadata, state: str) -> None:
    assert gate(slug, PRODUCT, metadata).state == state


def test_recency_needs_both_dates() -> None:
    old, new = History(commits=1, newest="2018-12-31"), History(commits=1, newest="2020-01-01")
    assert gate("recency", PRODUCT, known(updated="2024-01-01"), old).why == "newest commit 2018-12-31"
    assert gate("recency", PRODUCT, None, new) == Gate("recency", "passed", "newest commit 2020-01-01")


def test_failed_gates_stop_it_where_the_study_stops() -> None:
    assert judged(PRODUCT, known(stars=50)).reached == "none"
    assert judged(PRODUCT, known(archived=True)).reached == "search"
    assert judged(PRODUCT, known(fork=True)).stopped == "fork: a fork, by the metadata"


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nThis project is no longer maintained.",
        "# A\n\nUse another tool: this repository has been archived.",
        "# A\n\n## Status\n\nThis project is now discontinued.",
        "# A\n\nThanks to all of you. It is no longer actively maintained.",
        "# A\n\n**Deprecated**: use B instead.",
        "# A\n\nArchived in favour of B.",
        "# A\n\n*Unmaintained.*",
        "# A\n\nA is obsolete, use B.",
        "# A (unmaintained)",
        "# DEPRECATED: A\n",
        "# [ARCHIVED] A\n",
    ],
)
def test_given_up_by_its_own_words(text: str) -> None:
    assert gate("archived", {"README.md": text}).state == "failed"


@pytest.mark.parametrize(
    "text",
    [
        "# A\n\nA keeps archived mail, and drops deprecated seeds.",
        "# A\n\nA keeps mails.\n\n## Archived\n\nMails of last year.",
        "# A\n\n## Deprecated\n\nThe old format.",
        "# Archived\n\nKeeps your mails.",
        "# A\n\n<details>\n<summary>Archived</summary>\n\nOld news.\n</details>\n\nA keeps mails.",
        "# A\n\n<details><summary>\n\nDeprecated\n\n</summary>\n\nOld options.\n</details>",
        "# A\n\n- Archived: old mails.\n- Deprecated, but kept: seeds",
        "# A\n\nA keeps mails, be they new, read or\narchived, and finds them.",
        "# A\n\nArchived mails are found, too.",
        "# A\n\nA reads mails (deprecated: news), and finds them.",
        "# A\n\nPython2 is deprecated, so A needs Python 3.",
        "# A\n\nThe old format is read, though it is deprecated.",
        "# A\n\nA moves all mails once the project is archived.",
    ],
)
def test_a_part_that_is_archived_or_deprecated_says_nothing_of_the_whole(text: str) -> None:
    assert gate("archived", {"README.md": text}).state == "not judged"
    assert gate("archived", {"README.md": text}, known(archived=False)).state == "passed"


def test_given_up_by_the_description() -> None:
    assert gate("archived", {"README.md": "# A\n"}, known(description="[DEPRECATED] birds")).state == "failed"
    assert gate("archived", {"README.md": "# A\n"}, known(description="Birds. No longer maintained")).state == "failed"
    assert gate("archived", {"README.md": "# A\n"}, known(description="Archived songs of birds, to listen to", archived=False)).state == "passed"


def test_language_of_what_is_said() -> None:
    german = "Vögel erkennen: eine Anwendung für alle, die wissen wollen, welcher Vogel gerade singt und wo er wohnt.\n"
    chinese = "这是一个识别鸟类的应用程序 给想知道哪只鸟在唱歌的人们 使用 非常 简单 而且 很 好 用 你 可以 试 一 试\n"
    english = "Birdwatch tells which bird sings. You can use it on a phone, and it is free for all of you.\n"
    states = [gate("english", {"README.md": f"# A\n\n{text}"}).state for text in (german, chinese, english, "Birds.\n")]
    assert states == ["failed", "failed", "passed", "not judged"]


# ---- indicators without tokens ----


def test_homepage() -> None:
    assert of(PRODUCT, "homepage", known(homepage="https://birds.test")).state == "hit"
    assert of(PRODUCT, "homepage", known(homepage="https://github.com/a/b")).state == "no hit"
    assert of(PRODUCT, "homepage").state == "not judged"
    assert of({"package.json": '{"homepage": "https://birds.test"}'}, "homepage").state == "weak hit"
    assert of({"package.json": '{"homepage": "https://github.com/a/b#readme"}'}, "homepage").state == "not judged"


def test_activity() -> None:
    assert of(PRODUCT, "activity", history=BUSY).why == "500 commits by 3 committers, 2 tags"
    assert of(PRODUCT, "activity", history=History(partial="there is no git history")).state == "not judged"


def test_published_package() -> None:
    assert of(LIBRARY, "published-package").state == "hit"
    assert of({"a/package.json": '{"name": "a", "types": "x"}'}, "published-package").state == "weak hit"
    assert of(PRODUCT, "published-package").state == "no hit"


def test_criteria_for_a_person_stay_open_and_readme_ones_need_a_readme() -> None:
    assert of(PRODUCT, "human-criteria").state == "open"
    assert of({"a.py": ""}, "install-link").state == "not judged"
    assert of(PRODUCT, "install-link").state == "hit"


def test_every_indicator_is_reported_once() -> None:
    facts = facts_of(PRODUCT)
    assert [each.signal.slug for each in apply_indicators(facts, check_gates(facts.survey, None, ()))] == [
        signal.slug for signal in shipped_lists().signals
    ]


def test_evidence_says_where() -> None:
    [token] = [token for token in of(PRODUCT, "ml-library").tokens if token.name == "TensorFlow Lite"]
    places = {(each.file, each.line, each.fragment) for each in token.evidence}
    assert ("app/build.gradle", 5, "org.tensorflow:tensorflow-lite") in places
    assert ("app/src/main/java/com/example/birdwatch/Main.java", 2, "import org.tensorflow.lite.Interpreter;") in places
    [model] = of(PRODUCT, "model-file").tokens
    assert [(each.file, each.line) for each in model.evidence] == [("app/src/main/assets/birds.tflite", 0)]


def test_a_word_inside_of_a_longer_one_is_no_evidence() -> None:
    [token] = of({"a.py": "# democracy\n# an ocr of birds\n"}, "ml-application-words").tokens
    assert [(each.line, each.fragment) for each in token.evidence] == [(2, "# an ocr of birds")]


def test_only_the_first_heading_is_about_the_whole() -> None:
    text = "# Aviary\n\nAviary is an app for birds.\n\n## Tutorials\n\nNone.\n"
    assert {said.family for said in facts_of({"README.md": text}).labels} == {"product"}
    assert {said.family for said in facts_of({"README.md": text.replace("# Aviary\n", "# Bird Tutorials\n", 1)}).labels} == {"tutorial", "product"}
