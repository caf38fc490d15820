"""Kinds of things that .bib files from the wild hold: mathematics, identifiers, names, shared data, styles of citations."""

from __future__ import annotations

import pytest

from patternbook.bibliography import parse_bibliography
from patternbook.bibliography.latex import codec
from patternbook.bibliography.latex.macros import expand_macros, read_definitions
from patternbook.bibliography.reference import Organisation, Person, Reference
from patternbook.bibliography.write.citation import citation_labels
from patternbook.bibliography.write.formats import to_bibtex, to_csl_json, to_ris
from patternbook.bibliography.write.styles.runs import plain_text
from patternbook.bibliography.write.styles.styles import citation_text


def one(text: str) -> Reference:
    """The only reference of a text about which there is nothing to say."""
    found = parse_bibliography(text)
    assert found.problems == ()
    (reference,) = found.references
    return reference


def work(fields: str, kind: str = "article") -> Reference:
    return one(f"@{kind}{{k, author={{A, B}}, title={{T}}, journal={{J}}, booktitle={{W}}, institution={{I}}, school={{S}}, year=2000, {fields}}}")


TEXTS = {
    "operator between letters": (r"$n\log n$", "n log n"),
    "operator after a power": (r"$\mathcal{O}(n^{2}\log n)$", "O(n² log n)"),
    "operator before a bracket": (r"$2\ln(x)$", "2 ln(x)"),
    "operator with a subscript": (r"$\log_2 n$ and $\max_x f$", "log₂ n and maxₓ f"),
    "two operators": (r"$\arg\min_w L$", "arg min_w L"),
    "operators of two words": (r"$\limsup a_n$", "lim sup aₙ"),
    "named operator": (r"$\operatorname*{argmax} f$", "argmax f"),
    "modulo": (r"$a\bmod b$", "a mod b"),
    "operator at an edge": (r"the $\sin$-$\cos$ rule", "the sin-cos rule"),
    "relations": (r"$a\leq b$, $n\to\infty$, $x \in X$, $2\times 10^5$", "a ≤ b, n → ∞, x ∈ X, 2 × 10⁵"),
    "sign alone": (r"$\pm 5$ and $\sim$7", "±5 and ∼7"),
    "negated": (r"$\not=$ $\not\in$", "≠ ∉"),
    "fraction": (r"$\frac{1}{2}$ and $\frac{a+b}{2}$", "1/2 and (a+b)/2"),
    "root": (r"$\sqrt{2}$, $\sqrt{n+1}$, $\sqrt[3]{x}$", "√2, √(n+1), ³√x"),
    "subscripts of letters": (r"$x_{ij}$, $x_i$, $M_{\rm BH}$", "xᵢⱼ, xᵢ, M_BH"),
    "degrees and suns": (r"30$^\circ$ and M$_\odot$", "30° and M⊙"),
    "ordinal": (r"19$^{th}$ and 19\textsuperscript{th}", "19th and 19th"),
    "accent in a formula": (r"$\bar{x}$, $\hat x$, $\overline{AB}$", "x̄, x̂, AB"),
    "sets": (r"$\mathbb{R}^n$", "ℝⁿ"),
    "other brackets of formulas": (r"\(x^2\) and \ensuremath{y_1}", "x² and y₁"),
    "norm": (r"$\|x\|$", "‖x‖"),
    "star after a letter": (r"$\alpha*\beta$", "α*β"),
    "quotes": (r"\enquote{a \enquote{b} c} and \mkbibquote{d}", "“a ‘b’ c” and “d”"),
    "starred quotes": (r"\enquote*{a}", "“a”"),
    "brackets": (r"\mkbibparens{a}", "(a)"),
    "hyphen": (r"Method\hyphen independent, Non\hyp{}linear", "Method-independent, Non-linear"),
    "address in a text": (r"see \url{http://a.org/~x--y\_z} and \path{~/a}", "see http://a.org/~x--y_z and ~/a"),
    "sizes": (r"Tin\textsuperscript{\tiny\textregistered} {\footnotesize x} \scriptsize y", "Tin® x y"),
    "one of two texts": (r"\texorpdfstring{$H_2$}{H2} gas", "H2 gas"),
    "case": (r"\MakeUppercase{abc} \lowercase{DEF}", "ABC def"),
    "entities": ("Fish &amp; Chips &lt;x&gt; caf&eacute; &#8211; &#x2013;", "Fish & Chips <x> café – –"),
    "marks of HTML": ("<i>E. <b>coli</b></i> in H<sub>2</sub>O, 10<sup>-3</sup> <jats:title>x</jats:title>", "E. coli in H₂O, 10⁻³ x"),
    "other signs of HTML": ("The <b> and <script>x</script>, 1 < 2", "The <b> and <script>x</script>, 1 < 2"),
    "escaped entities": (r"A \&amp; B {\&}amp; C", "A & B & C"),
    "no entities": ("R&D; AT&T &foo;", "R&D; AT&T &foo;"),
    "journal": (r"\apj", "The Astrophysical Journal"),
    "journals beside text": (
        r"\mnras, \aap{} and \prd",
        "Monthly Notices of the Royal Astronomical Society, Astronomy and Astrophysics and Physical Review D",
    ),
    "signs": (r"\S~5, \textnumero{} 3, 5\textdegree", "§ 5, № 3, 5°"),
}


@pytest.mark.parametrize("text", ["a &amp; b", "<i>x</i>", "</sub>", "&#38;", "--", "''"])
def test_text_that_looks_like_html_is_written_so_that_it_is_read_back(text: str) -> None:
    assert codec.latex_to_text(codec.escape_latex(text)) == text


@pytest.mark.parametrize(("latex", "text"), TEXTS.values(), ids=TEXTS)
def test_texts(latex: str, text: str) -> None:
    decoded = codec.decode_latex(latex)
    assert (decoded.text, decoded.unknown) == (text, ())
    assert codec.latex_to_text(decoded.bibtex) == text


ACCENTED = {
    "blank after an accent": (r"Fran\c cois", "François"),
    "accent at the end": (r"Haji\v c", "Hajič"),
    "letter at the end": (r"Micha\l", "Michał"),
    "letter before a blank": (r"S\o ren \O stergaard", "Søren Østergaard"),
    "in braces": (r"{\"O}zkan {\v{S}}koda {\v S}koda", "Özkan Škoda Škoda"),
    "around a letter": (r"\'{e}\`{\i}\~n", "éìñ"),
    "other accents before a blank": (r"Erd\H os G\u abor P\k asik Lo\d wy", "Erdős Găbor Pąsik Loẉy"),
    "braces that hold more": (r"{\'Ecole Imaginaire}", "{École Imaginaire}"),
    "no accent": (r"\emph{x} \textbf{c} {ML}", r"\emph{x} \textbf{c} {ML}"),
    "longer command": (r"\copyright \omega", r"\copyright \omega"),
}


@pytest.mark.parametrize(("latex", "composed"), ACCENTED.values(), ids=ACCENTED)
def test_accents_of_names(latex: str, composed: str) -> None:
    assert codec.compose_accents(latex) == composed


NAMES = {
    "blank in a given name": (r"Fran\c cois Lenoir", Person("Lenoir", "François")),
    "blank in a family name": (r"Bo\v skovi\'c, Ma\v ca", Person("Boškovič".replace("č", "ć"), "Mača")),
    "suffix in its place": ("King, Jr., Martin", Person("King", "Martin", suffix="Jr.")),
    "suffix in braces": ("{Baldwin, Jr.}, Harry", Person("Baldwin", "Harry", suffix="Jr.")),
    "keyed in any order": ("given=Simon, useprefix=true, prefix=de, family=Beumont", Person("Beumont", "Simon", "de")),
    "number in a family name": ("Daumé III, Hal", Person("Daumé III", "Hal")),
    "initial V": ("Volkov, Ivan V", Person("Volkov", "Ivan V")),
    "protected letters": (r"{\relax Ch}arles Darwin", Person("Darwin", "Charles")),
    "group with an accent": (r"{\'Ecole Imaginaire}", Organisation("École Imaginaire")),
}


@pytest.mark.parametrize(("written", "name"), NAMES.values(), ids=NAMES)
def test_names(written: str, name: Person | Organisation) -> None:
    assert one(f"@book{{k, author={{{written}}}, title={{T}}, year=1}}").authors == (name,)


MISPLACED = {
    "last": ("Fulton, James E., Jr.", "write `Fulton, Jr., James E.`"),
    "after the given name": ("Fulton, James E. Jr.", "write `Fulton, Jr., James E.`"),
    "without commas": ("James E. Fulton Jr.", "write `Fulton, Jr., James E.`"),
    "number without commas": ("Hal Daumé III", "write `Daumé, III, Hal`"),
    "whole name first": ("Martin Luther King, Jr.", "write `King, Jr., Martin Luther`"),
    "with a particle": ("van der Berg, Jan, Sr.", "write `van der Berg, Sr., Jan`"),
}


@pytest.mark.parametrize(("written", "fix"), MISPLACED.values(), ids=MISPLACED)
def test_suffixes_in_other_places_are_read_as_meant(written: str, fix: str) -> None:
    (problem,) = parse_bibliography(f"@book{{k, author={{{written}}}, title={{T}}, year=1}}").problems
    assert (problem.code, problem.severity, problem.fix) == ("misplaced-suffix", "notice", fix)
    advised = fix.removeprefix("write `").removesuffix("`")
    assert (
        one(f"@book{{k, author={{{advised}}}, title={{T}}, year=1}}").authors
        == parse_bibliography(f"@book{{k, author={{{written}}}, title={{T}}, year=1}}").references[0].authors
    )


def test_names_with_characters_of_html() -> None:
    assert one("@book{k, author={M&uuml;ller, Hans and O&apos;Neil, P.}, title={T}, year=1}").authors == (
        Person("Müller", "Hans"),
        Person("O'Neil", "P."),
    )


def test_names_joined_by_a_sign_are_said() -> None:
    (problem,) = parse_bibliography(r"@book{k, author={A. Smith \& B. Jones}, title={T}, year=1}").problems
    assert (problem.severity, problem.fix[:35]) == ("notice", "separate people with ` and `; write")


def test_fields_of_other_meaning_are_not_renamed() -> None:
    (problem,) = parse_bibliography("@book{k, authortype={x}, title={T}, year=1}").problems
    assert (problem.message, problem.fix) == ("author is missing", "")


PAGES = {
    "range": ("413--425", "413–425"),
    "list of ranges": ("431--456, 791--823", "431–456, 791–823"),
    "list with hyphens": ("431-456,791-823", "431–456, 791–823"),
    "range and page": ("3-5 and 9", "3–5 and 9"),
    "pages of sections": ("12-1--12-15", "12-1–12-15"),
    "letters": ("S12--S15", "S12–S15"),
    "open": ("123+", "123+"),
}


@pytest.mark.parametrize(("written", "pages"), PAGES.values(), ids=PAGES)
def test_pages(written: str, pages: str) -> None:
    assert work(f"pages={{{written}}}").pages == pages


DOIS = {
    "bare": "10.1000/182",
    "resolver": "https://doi.org/10.1000/182",
    "old resolver": "http://dx.doi.org/10.1000/182",
    "resolver without scheme": "doi.org/10.1000/182",
    "label": "doi:10.1000/182",
    "label and blank": "DOI: 10.1000/182",
    "in words": "urn:doi:10.1000/182",
    "handle": "https://hdl.handle.net/10.1000/182",
    "publisher": "https://dl.acm.org/doi/abs/10.1000/182",
    "percent-encoded": "10.1000%2F182",
    "percent-encoded in LaTeX": r"10.1000\%2F182",
    "command": r"\url{https://doi.org/10.1000/182}",
    "full stop": "10.1000/182.",
    "blanks": " 10.1000/182 ",
}


@pytest.mark.parametrize("written", DOIS.values(), ids=DOIS)
def test_dois_in_every_form(written: str) -> None:
    assert work(f"doi={{{written}}}").doi == "10.1000/182"


OTHER_DOIS = {
    "short": ("10/gm9q8t", "10/gm9q8t"),
    "address of a short one": ("https://doi.org/gm9q8t", "10/gm9q8t"),
    "divided registrant": ("10.1000.10/123", "10.1000.10/123"),
    "escaped": (r"10.1007/978-3-540\_56", "10.1007/978-3-540_56"),
    "escaped in braces": (r"10.1007/a{\_}b", "10.1007/a_b"),
    "escaped in a formula": ("10.1007/a$_$b", "10.1007/a_b"),
    "number sign": (r"10.1000/456\#789", "10.1000/456#789"),
    "angles": (r"10.1002/a{\textless}1{\textgreater}", "10.1002/a<1>"),
    "encoded angles": ("10.1002/a%3C1%3E", "10.1002/a<1>"),
    "angles of HTML": ("10.1002/a&lt;1&gt;", "10.1002/a<1>"),
    "brackets": ("10.1016/S0022-0000(05)80064-9", "10.1016/S0022-0000(05)80064-9"),
}


@pytest.mark.parametrize(("written", "doi"), OTHER_DOIS.values(), ids=OTHER_DOIS)
def test_unusual_dois(written: str, doi: str) -> None:
    assert work(f"doi={{{written}}}").doi == doi


ADDRESSES = {
    "tilde of a formula": r"url={http://a.org/$\sim$b}",
    "tilde as a command": r"url={http://a.org/{\textasciitilde}b}",
    "tilde as an accent": r"url={http://a.org/\~{}b}",
    "raised tilde": r"url={http://a.org/{\raise.17ex\hbox{$\scriptstyle\sim$}}b}",
    "tilde in a command": r"url={\url{http://a.org/~b}}",
    "angles": "url={<http://a.org/~b>}",
    "how published": "howpublished={http://a.org/~b}",
    "command in how published": r"howpublished={Available at \url{http://a.org/~b}}",
}


@pytest.mark.parametrize("field", ADDRESSES.values(), ids=ADDRESSES)
def test_addresses_in_every_form(field: str) -> None:
    assert (work(field, "misc").url, work(field, "misc").container) == ("http://a.org/~b", "")


def test_dashes_of_an_address_stay() -> None:
    assert work(r"url={http://a.org/b--c?x=1\&y=2&amp;z}").url == "http://a.org/b--c?x=1&y=2&z"


KEYS = ["DBLP:conf/icx/Roe21", "gürkan1999", "o'neil2020", "_loi_2009", "Smith_2020+", "a&b", "日本2020", "x:y.z-1"]


@pytest.mark.parametrize("key", KEYS)
def test_keys_that_bibtex_or_biber_accept(key: str) -> None:
    assert one(f"@book{{{key}, author={{A, B}}, title={{T}}, year=1}}").key == key


PREAMBLES = {
    "what is no LaTeX": "@Preamble{Oppla!}",
    "paren": '@preamble("x")',
    "never closed": "@preamble{ {\\x ",
    "strings": '@preamble{"\\newcommand{\\x}" # "{y}"}',
}


@pytest.mark.parametrize("preamble", PREAMBLES.values(), ids=PREAMBLES)
def test_any_preamble(preamble: str) -> None:
    assert one(f"{preamble}\n@book{{k, author={{A, B}}, title={{T}}, year=1}}").title == "T"


DEFINED = {
    "argument left out": (r"\newcommand{\SortNoop}[1]{}", r"{\SortNoop{2}}T", "{}T"),
    "one of two": (r"\newcommand\printfirst[2]{#1}", r"\printfirst{A}{B}", "A"),
    "exchanged": (r"\def\switch#1#2{#2#1}", r"\switch{A}{B}", "BA"),
    "text": (r"\providecommand{\jx}{Journal of X}", r"\jx", "Journal of X"),
    "by another": (r"\newcommand{\a}{\b} \newcommand{\b}{c}", r"\a", "c"),
    "by itself": (r"\newcommand{\a}{\a\a}", r"x", "x"),
    "longer name": (r"\newcommand{\a}{x}", r"\ab \a", r"\ab x"),
    "copied": (r"\let\oldx=\newx", r"\oldx y", r"\newx y"),
}


@pytest.mark.parametrize(("preamble", "value", "expanded"), DEFINED.values(), ids=DEFINED)
def test_commands_that_a_file_defines(preamble: str, value: str, expanded: str) -> None:
    assert expand_macros(value, read_definitions(preamble)) == expanded


def test_command_defined_by_itself_ends() -> None:
    assert len(expand_macros(r"\a", read_definitions(r"\newcommand{\a}{\a\a}"))) < 100_000


def test_commands_of_latex_mean_what_they_mean_there() -> None:
    text = r'@preamble{"\providecommand{\url}[1]{\texttt{#1}}"} @misc{k, author={A, B}, title={T}, year=1, note={\url{http://a.org/~b--c}}}'
    assert one(text).note == "http://a.org/~b--c"


def test_preamble_may_stand_below_the_entry() -> None:
    found = parse_bibliography(r"@book{k, author={A, B}, title={{\sortas{2}}T}, year=1} @preamble{" + '"\\newcommand{\\sortas}[1]{}"}')
    assert (found.references[0].title, found.problems) == ("T", ())


SHARED = "@xdata{p, publisher={Pub}, xdata={q}} @XDATA{q, location={Loc}, author={One, A and Two, B}} @control{c}\n"


def test_shared_data_is_no_work() -> None:
    reference = one(SHARED + "@book{k, author={A, B}, title={T}, year=1, xdata={p}}")
    assert (reference.publisher, reference.address, reference.authors) == ("Pub", "Loc", (Person("A", "B"),))


def test_names_of_shared_data_are_its_own() -> None:
    text = "@xdata{p, publisher={P}, ids={q}, options={x}} @book{k, author={A, B}, title={T}, year=1, xdata={p}}"
    assert one(text).raw("ids") == one(text).raw("options") == ""


def test_single_fields_of_shared_data() -> None:
    reference = one(SHARED + "@book{k, author={xdata=q-author-2 and Other, C}, publisher={xdata=p-publisher}, title={T}, year=1}")
    assert (reference.authors, reference.publisher) == ((Person("Two", "B"), Person("Other", "C")), "Pub")


SET = """@book{one, author={One, A}, title={T}, year=2001}
@set{both, entryset={one, two}}
@book{two, author={Two, B}, title={U}, year=2002}
@book{other, author={Two, B}, title={V}, year=2002}
"""


def test_works_of_a_set_are_cited_together() -> None:
    found = parse_bibliography(SET)
    assert found.problems == ()
    assert [reference.key for reference in found.references] == ["one", "both", "two", "other"]
    both = found.references[1]
    assert plain_text(citation_text(both)) == "One, A. (2001). T. Two, B. (2002). U."
    assert citation_labels(found.references) == {"one": "One 2001", "both": "One 2001; Two 2002a", "two": "Two 2002a", "other": "Two 2002b"}


def test_set_is_exported_with_its_works() -> None:
    both = parse_bibliography(SET).references[1]
    back = parse_bibliography(to_bibtex(both))
    assert [reference.key for reference in back.references] == ["one", "two", "both"]
    assert back.references[2].members == back.references[:2]
    assert to_ris(both).count("TY  - BOOK\r\n") == 2
    assert to_csl_json(both)["custom"] == {"entryset": "one,two"}


def test_set_without_its_works_is_said() -> None:
    found = parse_bibliography("@set{both, entryset={one, two}}")
    assert [problem.message for problem in found.problems] == ["entryset 'one' is not in the file", "entryset 'two' is not in the file"]


def test_shared_data_that_is_not_there_is_said() -> None:
    found = parse_bibliography("@book{k, author={A, B}, title={T}, year=1, xdata={p}}")
    assert [(problem.code, problem.message) for problem in found.problems] == [("bad-crossref", "xdata 'p' is not in the file")]


def test_volume_of_several_passes_on_its_title() -> None:
    text = "@inbook{k, title={T}, crossref={b}} @book{b, title={B}, volume=2, crossref={m}} @mvbook{m, author={A, B}, title={M}, year=1}"
    part, book, _ = parse_bibliography(text).references
    assert (book.main_title, book.volume, part.container, part.main_title) == ("M", "2", "B", "M")


def test_issue_passes_on_the_title_of_the_journal() -> None:
    text = "@article{k, author={A, B}, title={T}, crossref={p}} @periodical{p, editor={E, D}, title={J}, subtitle={S}, year=1}"
    assert parse_bibliography(text).references[0].container == "J: S"


def test_annotations_of_fields_are_no_fields() -> None:
    assert one("@book{k, author={A, B}, author+an={1=first}, title={T}, year=1}").authors == (Person("A", "B"),)


BOOK = "@book{k, author={A, B}, title={T}, publisher={P}, year=1, %s}"
STYLES = {
    "edition": (BOOK % "edition={2}", "A, B. (1). T (2nd ed.). P."),
    "edition in words": (BOOK % "edition={2nd edition}", "A, B. (1). T (2nd ed.). P."),
    "title in brackets": ("@book{k, author={A, B}, title={T (What?)}, publisher={P}, year=1}", "A, B. (1). T (What?). P."),
    "editor": (BOOK % "editor={C, D}", "A, B. (1). T (D. C, Ed.). P."),
    "editors": (BOOK % "editor={C, D and E, F}", "A, B. (1). T (D. C & F. E, Eds.). P."),
    "translator and edition": (BOOK % "translator={C, D}, edition=3", "A, B. (1). T (D. C, Trans.; 3rd ed.). P."),
    "editor who translated": (BOOK % "editor={C, D}, translator={C, D}", "A, B. (1). T (D. C, Ed. & Trans.). P."),
    "original work": (BOOK % "origdate={1869}, doi={10.1234/x}", "A, B. (1). T. P. https://doi.org/10.1234/x (Original work published 1869)"),
    "several volumes": (BOOK % "volumes={3}", "A, B. (1). T (Vols. 1–3). P."),
    "main title": (BOOK % "maintitle={Main}, volume=3", "A, B. (1). Main: Vol. 3. T. P."),
    "publishers": ("@book{k, author={A, B}, title={T}, publisher={MIT Press and McGraw-Hill}, year=1}", "A, B. (1). T. MIT Press; McGraw-Hill."),
    "publisher with and": ("@book{k, author={A, B}, title={T}, publisher={Simon and Schuster}, year=1}", "A, B. (1). T. Simon and Schuster."),
    "publisher with commas": (
        "@book{k, author={A, B}, title={T}, publisher={Holt, Rinehart Co. and Winston Inc.}, year=1}",
        "A, B. (1). T. Holt, Rinehart Co. and Winston Inc.",
    ),
    "publisher in braces": ("@book{k, author={A, B}, title={T}, publisher={{Big Press and Sons}}, year=1}", "A, B. (1). T. Big Press and Sons."),
    "one editor and others": (
        "@incollection{k, author={A, B}, title={T}, editor={C, D and others}, booktitle={W}, year=1}",
        "A, B. (1). T. In D. C et al. (Eds.), W.",
    ),
    "two editors and others": (
        "@incollection{k, author={A, B}, title={T}, editor={C, D and E, F and others}, booktitle={W}, year=1}",
        "A, B. (1). T. In D. C, F. E, et al. (Eds.), W.",
    ),
    "author of the whole": (
        "@inbook{k, author={A, B}, title={T}, bookauthor={C, D}, editor={E, F}, booktitle={W}, pages={3}, year=1}",
        "A, B. (1). T. In D. C, W (F. E, Ed., p. 3).",
    ),
    "chapter": ("@inbook{k, author={A, B}, title={T}, chapter=8, edition=3, publisher={P}, year=1}", "A, B. (1). T (3rd ed., Chapter 8). P."),
    "report": (
        "@report{k, author={A, B}, title={T}, type={resreport}, institution={I}, number=7, year=1}",
        "A, B. (1). T (Research Report No. 7). I.",
    ),
    "report that names itself": (
        "@techreport{k, author={A, B}, title={T}, institution={I}, number={Technical Report 7}, year=1}",
        "A, B. (1). T (Technical Report 7). I.",
    ),
    "version": ("@software{k, author={A, B}, title={T}, version={v1.2}, year=1}", "A, B. (1). T (v1.2) [Computer software]."),
    "particle after the given name": ("@book{k, author={Beethoven, Ludwig van}, title={T}, year=1}", "Beethoven, L. van. (1). T."),
}


@pytest.mark.parametrize(("text", "citation"), STYLES.values(), ids=STYLES)
def test_style(text: str, citation: str) -> None:
    assert plain_text(citation_text(one(text))) == citation


ARXIV = {
    "journal": "@article{k, %s journal={arXiv preprint arXiv:1701.01234}}",
    "journal, address and DOI": (
        "@article{k, %s journal={arXiv preprint arXiv:1701.01234}, url={https://arxiv.org/abs/1701.01234}, doi={10.48550/arXiv.1701.01234}}"
    ),
    "as DBLP has it": "@article{k, %s journal={CoRR}, volume={abs/1701.01234}, url={http://arxiv.org/abs/1701.01234}}",
    "note": "@misc{k, %s note={arXiv:1701.01234 [cs.SE]}, eprint={1701.01234v2}}",
    "how published": "@misc{k, %s howpublished={arXiv:1701.01234}}",
    "address for a number": "@misc{k, %s eprint={https://arxiv.org/pdf/1701.01234.pdf}, archiveprefix={arXiv}}",
}


ACCESSED = {
    "Accessed: 2019-07-19": "2019-07-19",
    "(accessed on 2018-10-02)": "2018-10-02",
    "Last accessed 2019-10-5.": "2019-10-05",
    "[Online; accessed 19-July-2019]": "2019-07-19",
    "Accessed 3 May 2020": "2020-05-03",
    "visited on May 3, 2020": "2020-05-03",
    "Accessed by all": "",
    "visited on 05/06/2019": "",
    "Draft, accessed 2019-07-19": "",
}


@pytest.mark.parametrize("note", ACCESSED)
def test_note_that_says_when_a_page_was_read_is_that_day(note: str) -> None:
    work = one(f"@misc{{k, author={{A, B}}, title={{T}}, year=1, url={{https://e.org}}, note={{{note}}}}}")
    assert (work.accessed, work.note) == (ACCESSED[note], "" if ACCESSED[note] else note)


def test_note_beside_the_day_is_kept() -> None:
    work = one("@misc{k, author={A, B}, title={T}, year=1, url={https://e.org}, urldate={2020-01-02}, note={Accessed: 2019-07-19}}")
    assert (work.accessed, work.note) == ("2020-01-02", "Accessed: 2019-07-19")


@pytest.mark.parametrize("text", ARXIV.values(), ids=ARXIV)
def test_number_of_a_preprint_is_printed_once(text: str) -> None:
    reference = one(text % "author={A, B}, title={T}, year=1,")
    assert reference.eprint.startswith("1701.01234")
    assert plain_text(citation_text(reference)).count("1701.01234") == 1
