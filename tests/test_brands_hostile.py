"""Templates made to do harm: refused in one sentence, quickly and in little memory, or used without the harm."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from qbrgen.errors import TemplateError
from qbrgen.renderers.package import read_package
from qbrgen.renderers.powerpoint import plan, write
from qbrgen.renderers.powerpoint.template import load_template
from qbrgen.renderers.untrusted import read_file, read_untrusted
from qbrgen.renderers.word.template import prepare
from qbrgen.settings import Settings
from tests.hostile import DISARMED, REFUSED, WORD, changed, entities, macros, related
from tests.made import AS_OF
from tests.office import assert_office_clean
from tests.stories import sample_story

# Seconds after which an input has hung the program; speed itself is for the bench.
HANGS = 60

SETTINGS = Settings(as_of=AS_OF)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_no_deck_can_be_made_on_says_so_in_one_sentence_at_once(name: str) -> None:
    make, words = REFUSED[name]
    data = make()
    began = time.perf_counter()
    with pytest.raises(TemplateError) as caught:
        load_template(data, "brand.pptx")
    assert time.perf_counter() - began < HANGS
    said = str(caught.value)
    assert words in said
    assert said.startswith("brand.pptx")
    assert "\n" not in said
    assert len(said) < 300


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from Linux's /proc")
@pytest.mark.parametrize("name", ["zip bomb", "XML bomb", "many parts", "entities", "encrypted"])
def test_a_hostile_file_takes_neither_time_nor_memory_and_the_program_ends_with_2(name: str, tmp_path: Path) -> None:
    path = tmp_path / "brand.pptx"
    path.write_bytes(REFUSED[name][0]())
    code = (
        "import re, time\nfrom pathlib import Path\nfrom qbrgen.cli import main\nbegan = time.perf_counter()\n"
        f"try:\n    main(['template', 'check', {str(path)!r}])\n"
        "except SystemExit as stopped:\n"
        "    print(stopped.code, time.perf_counter() - began)\n"
        # The most memory since this program began; what its parent used does not count.
        "    print(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    status, seconds, memory = run.stdout.split()[-3:]
    assert status == "2"
    assert float(seconds) < HANGS
    assert int(memory) < 500 * 1024
    assert REFUSED[name][1] in " ".join(run.stderr.split())


@pytest.mark.parametrize("name", DISARMED)
def test_what_could_run_or_reach_outside_never_comes_through(name: str) -> None:
    template = load_template(DISARMED[name](), "brand.pptx", keep="after")
    data = write(plan(sample_story(), template), template, SETTINGS)
    assert_office_clean(data, "brand.pptx")
    parts = read_package(data, "deck")
    assert not any("vba" in part.lower() or part.endswith(".bin") for part in parts)
    for part, content in parts.items():
        for trace in (b"External", b"MACRO", b"ppaction", b"example.invalid", b"file:///", b"vbaProject"):
            assert trace not in content, f"{trace!r} in {part}"


def test_a_file_of_hundreds_of_megabytes_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "film.pptx"
    with path.open("wb") as file:
        file.truncate(151 << 20)
    with pytest.raises(TemplateError, match="larger than 150 MB"):
        read_file(path)


def test_word_templates_are_read_with_the_same_care() -> None:
    for data, words in (
        (macros(), "has macros"),
        (entities("word/document.xml", WORD), "declares a document type"),
        (changed(related("word/document.xml", "image", "https://example.invalid/p.png", outside=True), WORD),
         "fetches a picture from outside"),
    ):  # fmt: skip
        with pytest.raises(TemplateError, match=words):
            prepare(data, "my.docx")


def test_the_template_a_word_file_was_made_from_is_forgotten() -> None:
    def change(parts: dict[str, bytes]) -> None:
        name = "word/settings.xml"
        parts.setdefault(
            "word/_rels/settings.xml.rels",
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>',
        )
        related(name, "attachedTemplate", "file:///C:/secret/letter.dotm", outside=True)(parts)
        start = parts[name].index(b">", parts[name].index(b"<w:settings")) + 1
        link = (b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
                b'r:id="rId900"/>')  # fmt: skip
        parts[name] = parts[name][:start] + link + parts[name][start:]

    parts = read_untrusted(changed(change, WORD), "my.docx")
    assert not any(b"secret" in content or b"attachedTemplate" in content for content in parts.values())


def test_a_sound_package_comes_through_whole() -> None:
    parts = read_package(WORD, "x")
    read = read_untrusted(WORD, "x")
    assert read.keys() == parts.keys()
    assert all(read[name] == parts[name] for name in parts if name != "[Content_Types].xml")
