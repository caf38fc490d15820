"""The second study in figures, as it prints them: what the shipped data is compared with."""

from __future__ import annotations

INDICATORS = {
    "I01": "gate",
    "I02": "gate",
    "I03": "reject",
    "I04": "reject",
    "I05": "reject",
    "I06": "reject",
    "I07": "require (UI)",
    "I08": "require (UI)",
    "I09": "require (UI)",
    "I10": "require (UI)",
    "I11": "require (UI)",
    "I12": "require (UI)",
    "I13": "require (UI)",
    "I14": "require (UI)",
    "I15": "require (UI)",
    "I16": "score",
    "I17": "score",
    "I18": "score",
    "I19": "score (noisy)",
    "I20": "score (noisy)",
    "I21": "score",
    "I22": "score",
    "I23": "score",
    "I24": "score",
    "I25": "reject (library)",
    "I26": "decide",
}
"""Label -> what becomes of a repository that shows it."""

SAMPLE = (
    ("P1", "Text Fairy (OCR scanner)", "renard314/textfairy", True, "mobile", 751, 5, "10M+"),
    ("P2", "Seek by iNaturalist (species id)", "inaturalist/SeekReactNative", False, "mobile", 92, 8, "1M+"),
    ("P3", "Pocket Code (learn programming)", "Catrobat/Catroid", False, "mobile", 92, 8, "7M+"),
    ("P4", "ESP32 AI Camera", "longpth/ESP32CamAI", True, "mobile", 82, 1, "1K+"),
    ("P5", "NotionAI MyMind (tag + search items)", "elblogbruno/NotionAI-MyMind", True, "mobile", 182, 2, "1K+"),
    ("P6", "Organic Maps", "organicmaps/organicmaps", False, "mobile", 4023, 226, "500K+"),
    ("P7", "VertiKin (e-commerce)", "prabhakar267/vertikin", True, "mobile", 74, 5, None),
    ("P8", "FlorisBoard (keyboard)", "florisboard/florisboard", False, "mobile", 3503, 76, None),
    ("P9", "NewsBlur (news reader)", "samuelclay/NewsBlur", False, "mobile", 6123, 83, "50K+"),
    ("P10", "TfLite MNIST", "nex3z/tflite-mnist-android", True, "mobile", 214, 1, None),
    ("P11", "AWIPS (weather)", "Unidata/awips2", False, "desktop", 129, 6, "97K/mo"),
    ("P12", "Audiveris (music OCR)", "Audiveris/audiveris", False, "desktop", 932, 16, "8.7K/mo"),
    ("P13", "Datashare (documents for journalists)", "ICIJ/datashare", False, "desktop", 438, 15, "1.2K/mo"),
    ("P14", "Algoloop (trading)", "Capnode/Algoloop", False, "desktop", 67, 160, None),
    ("P15", "Subtitle Edit", "SubtitleEdit/subtitleedit", False, "desktop", 4407, 86, "293K/mo"),
    ("P16", "DeepFaceLab", "iperov/DeepFaceLab", False, "desktop", 35566, 19, None),
    ("P17", "Faceswap", "deepfakes/faceswap", False, "desktop", 42623, 80, "297K/mo"),
    ("P18", "HO (Hattrick helper)", "ho-dev/HattrickOrganizer", False, "desktop", 138, 12, "14M+"),
    ("P19", "BigBlueButton", "bigbluebutton/bigbluebutton", False, "desktop", 7710, 181, "88K/mo"),
    ("P20", "PoseOSC", "LingDong-/PoseOSC", False, "desktop", 63, 2, None),
    ("P21", "OpenBB Terminal", "OpenBB-finance/OpenBB", False, "web", 17481, 136, "94K/mo"),
    ("P22", "Coffee Grind Size", "jgagneastro/coffeegrindsize", True, "web", 402, 1, None),
    ("P23", "Celestial Detection", "ritwik12/Celestial-bodies-detection", True, "web", 69, 20, None),
    ("P24", "Electricity Maps", "electricitymaps/electricitymaps-contrib", False, "web", 2566, 268, "3M+"),
    ("P25", "Galaxy", "galaxyproject/galaxy", False, "web", 1021, 255, "187K/mo"),
    ("P26", "GridCal", "SanPen/GridCal", False, "web", 293, 14, None),
    ("P27", "Honkling (keyword spotting)", "castorini/honkling", True, "web", 63, 5, "1.2K/mo"),
    ("P28", "Jitsi Meet", "jitsi/jitsi-meet", False, "web", 18813, 374, "10M+"),
    ("P29", "Code.org", "code-dot-org/code-dot-org", False, "web", 712, 132, "82M+"),
    ("P30", "Basketball Analysis", "chonyy/AI-basketball-analysis", True, "web", 781, 4, None),
)
"""Label, product, repository, whether its description was read, genre, stars, contributors, users."""

FUNNEL = (
    ("search", None, 430902),
    ("description", 430902, 300508),
    ("interface", 300508, 26386),
    ("machine-learning", 26386, 11257),
    ("inspection", 11257, 262),
)
"""Stage, how many went in, how many were left."""

BY_CATEGORY = {
    "search": (12044, 10969, 72793, 67626, 55892, 15267, 72793, 67626, 55892),
    "description": (3358, 4055, 83777, 36396, 22802, 7145, 83777, 36396, 22802),
    "interface": (2296, 2801, 1100, 1663, 1909, 2590, 3025, 8747, 2255),
    "inspection": (33, 14, 19, 43, 17, 12, 42, 104, 5),
}
"""Android, iOS, then JavaScript, Python, Java, C# on the desktop, then JavaScript, Python, Java on the web."""

FINDINGS = {
    "F1": ((74, 92), ()),  # the paper names P24 for one contributor, whom the catalogue does not single out
    "F2": ((13, 30), ()),
    "F3": ((), ("P29",)),
    "F4": ((5, 30), ("P13", "P21", "P24", "P25", "P29")),
    "F5": ((12, 30, 18, 30), ("P27",)),
    "F6": ((13, 30), ("P12", "P30")),
    "F7": ((13, 6, 11), ("P1", "P15", "P28", "P6", "P26", "P29", "P12", "P13")),
    "F8": ((5, 2, 23), ("P27", "P17", "P21")),
    "F9": ((21, 30), ("P2", "P15", "P9", "P27", "P29", "P5", "P12", "P28", "P11")),
    "F10": ((3, 5, 1, 5), ()),
    "F11": ((18, 30, 11, 18), ("P15", "P26", "P12", "P9")),
    "F12": ((4, 17), ("P14", "P21", "P23", "P26", "P9", "P15", "P27", "P29", "P6", "P10", "P12", "P16", "P11", "P24", "P2", "P18", "P22", "P30")),
    "F13": ((1, 0, 17), ("P29",)),
    "F14": ((23, 30, 7, 0), ()),
    "F15": ((16, 7), ()),
    "F16": ((), ("P17",)),
    "F17": ((23, 30, 8, 30, 2, 30), ("P3", "P9", "P29", "P6", "P21")),
    "F18": ((8, 17), ("P9", "P16", "P23", "P27", "P30", "P14", "P21", "P26")),
    "F19": ((1, 30), ("P21", "P9")),
    "F20": ((0, 30), ()),
    "F21": ((0, 30, 1), ("P17", "P29")),
}
"""Label -> the numbers of its headline, and the products its text names."""

LINKS = (
    ("F-032", "F-010"),
    ("F-033", "F-028"),
    ("F-034", "F-011"),
    ("F-035", "F-010"),
    ("F-035", "F-016"),
    ("F-036", "F-018"),
    ("F-043", "F-017"),
    ("F-043", "F-024"),
    ("F-044", "F-013"),
    ("F-044", "F-027"),
    ("F-044", "F-028"),
    ("F-047", "F-020"),
    ("F-047", "F-021"),
    ("F-048", "F-015"),
    ("F-048", "F-016"),
    ("F-049", "F-008"),
    ("F-049", "F-024"),
    ("F-050", "F-017"),
    ("F-051", "F-017"),
    ("F-052", "F-003"),
)
"""Findings of the second study and those of the first that they bear on."""

STATED = {("F-034", "F-011"), ("F-035", "F-010")}
"""Of these, the ones that the second study itself draws, both as a contrast; the others are ours."""
