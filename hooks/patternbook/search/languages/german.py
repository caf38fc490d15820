"""German."""

from __future__ import annotations

from patternbook.search.languages.language import SearchLanguage

GERMAN = SearchLanguage(
    endings=(
        "- e en er ern es s n em",  # Modell, Modelle; klar, klares
        "- e en es st t te ten et end ung ungen",  # Schulung
        "en e t te ten ung ungen er ern erin erinnen",  # entwickeln, Entwicklung
        "n t te ten ung ungen er ern",
        "- lich liche lichen licher keit keiten",
        "lich liche lichen licher liches lichkeit lichkeiten",  # verantwortlich, Verantwortlichkeit
        "ig ige igen iger iges igkeit igkeiten",
        "bar bare baren barer bares barkeit",
        "- heit heiten",
        "ieren iert ierte ierten ierung ierungen ation ationen",  # dokumentieren, Dokumentation
        "us en ung",
        "um en",
    ),
    common=(
        "ab aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis da dabei damit dann das dass dein dem den denn "
        "der des die dies diese diesem diesen dieser dieses doch dort du durch ein eine einem einen einer eines er es etwas euch fur gegen "
        "gibt habe haben hat hatte hier hin ich ihm ihn ihnen ihr ihre im immer in ins ist ja jede jeder jedes kann kein keine keinen "
        "konnen man mehr mein mich mir mit muss nach nicht nichts noch nun nur ob oder ohne sehr sein seine sich sie sind so soll sollte "
        "uber um und uns unser unter vom von vor wann war warum was weil welche welcher welches wem wen wenn wer werden wessen wie wieso "
        "will wir wird wo wohl wurde zu zum zur"
    ),
    numbers=(("", "s"), ("", "es"), ("", "n"), ("", "en"), ("", "e"), ("", "er"), ("", "ern"), ("", "em"), ("", "se")),
)
