"""Questions that the published database answers, as SQL: on `/data/` and in Datasette, each run by the tests."""

from __future__ import annotations

from patternbook.documents.profile import DataQuestion

QUESTIONS = (
    DataQuestion(
        "worse-with-provided-data",
        "Which recommendations address challenges made worse by provided data?",
        "From a pattern, found by the words of its title, over the findings that are reported worse with it, to what is meant to help with these.",
        """SELECT DISTINCT advice.id, advice.title, challenge.id AS challenge, challenge.title AS challenge_title
FROM patterns
JOIN relations AS worse ON worse.subject = patterns.id AND worse.relation = 'challenges' AND worse.effect = 'amplifies'
JOIN relations AS help ON help.object = worse.object AND help.relation = 'addresses'
JOIN entries AS advice ON advice.id = help.subject
JOIN entries AS challenge ON challenge.id = help.object
WHERE patterns.id IN (
  SELECT id FROM entries WHERE rowid IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH 'title : "provided data"')
)
ORDER BY advice.id, challenge""",
    ),
    DataQuestion(
        "one-study",
        "Which claims rest on one study?",
        "Entries whose direct evidence is all from the same study, whatever it says about them.",
        """SELECT entries.id, entries.title, min(evidence.study) AS study, count(*) AS items
FROM evidence
JOIN entries ON entries.id = evidence.entry
WHERE evidence.directness = 'direct'
GROUP BY entries.id
HAVING count(DISTINCT evidence.study) = 1
ORDER BY entries.id""",
    ),
    DataQuestion(
        "changed-since",
        "What changed since a release?",
        "Everything that a later release changed, and last, without a release, what is different now.",
        """SELECT changes.release, changes.what, changes.page, entries.title, changes.because
FROM changes
LEFT JOIN entries ON entries.id = changes.id
WHERE changes.number > (SELECT number FROM releases WHERE release = '{release}')
ORDER BY changes.number, changes.page""",
    ),
)
