"""English, American and British."""

from __future__ import annotations

from patternbook.search.languages.language import SearchLanguage

ENGLISH = SearchLanguage(
    endings=(
        "- s es ed ing ings er ers ment ments ~ed ~ing ~ings ~er ~ers",  # deploy, deployment; model, modelling
        "e es ed ing ings er ers ement ements",  # manage, manager, management
        "e es ed ing ion ions ive ively or ors",  # evaluate, evaluation
        "- s ed ing ion ions ive ively or ors",  # predict, prediction
        "- s ed ing ation ations ative able",  # document, documentation
        "e es ed ing ation ations atory able",  # explore, exploration
        "- s able ability",  # explain, explainability
        "e es able ability",  # scale, scalable
        "ce ces ced cing cible cibility",  # reproduce, reproducible
        "able ably ability abilities",
        "ible ibly ibility ibilities",  # responsible, responsibility
        "y ies ied ying ily iness ier iest",  # study, studies; ready, readiness
        "y ies ic ics ical ically",  # history, historical
        "ic ics ical ically",
        "ent ence ences ently ency encies",  # different, difference
        "ant ance ances antly ancy ancies",
        "- ly ness",  # formal, formally; fair, fairness
        "- al ally",  # organization, organizational
        "- ity ities",  # formal, formality
        "e ity ities ely",  # secure, security
        "ate ately acy acies",  # accurate, accuracy
        "y ies ied ying ication ications",  # specify, specification
        "er ers ership",  # own, ownership
        "ain ains ained aining ainer ainers enance",  # maintain, maintenance
        "is es",  # hypothesis, hypotheses
        "de des ded ding sion sions sive",  # decide, decision
        "d ds ded ding sion sions sive",  # extend, extension
        "- s ed ing y ies",  # deliver, delivery
        "- s ed ing ure ures",  # fail, failure
        "e es ed ing al als ure ures",  # propose, proposal
        "- s ist ists",
        "ce ces tist tists tific",  # science, scientist
        "ise ises ised ising iser isers isation isations isational ize izes ized izing izer izers ization izations izational",
        "yse yses ysed ysing yst ysts ysis ytic ytics ytical yze yzes yzed yzing",  # analyse, analysis
    ),
    spellings=(
        *(("acknowledgment", "acknowledgement"), ("analog", "analogue"), ("artifact", "artefact"), ("behavior", "behaviour")),
        *(("catalog", "catalogue"), ("center", "centre"), ("color", "colour"), ("defens", "defenc"), ("dialog", "dialogue")),
        *(("endeavor", "endeavour"), ("favor", "favour"), ("fulfill", "fulfil"), ("judgment", "judgement"), ("labor", "labour")),
        *(("licens", "licenc"), ("neighbor", "neighbour"), ("practic", "practis"), ("program", "programme"), ("rigor", "rigour")),
        ("skeptic", "sceptic"),
    ),
    common=(
        "a about actually after all also always am an and any anybody anyone anything are arent as at be because been before being between "
        "both but by can cannot cant come could did didnt do does doesnt doing done dont each either else even ever every everybody "
        "everyone few for from get gets getting give given go goes going good got had has have having he help helps her here him his how "
        "however i if in instead into is isnt it its itself ive just keep keeps know let like look make makes making many may me might more "
        "most much must my need needs never no nobody none nor not nothing now of off often on once one only or other others our ours out "
        "over own people per please problem problems really same say says she should so some somebody someone something still such take "
        "tell than that the their them then there these they thing things this those though through to together too try under until up us "
        "use used using very want wants was way ways we well were what whats when where whether which while who whom whose why will with "
        "within without wont would yet you your"
    ),
    numbers=(("", "s"), ("y", "ies"), ("s", "ses"), ("x", "xes"), ("z", "zes"), ("ch", "ches"), ("sh", "shes"), ("is", "es")),
)
