/// Adapters of files and of bare strings.
extension AdapterTemplate {
    var file: Content {
        let manifest =
            head(
                "\(names.vendor) export (CSV)",
                "A file with one person in each row, as the CMP's interface for people exports it."
            )
                + """
                # By which columns the file is told from others. `separator: ";"` for files of some countries; `format: ndjson`
                # for one JSON object a line.
                inputs:
                  - rows:
                      format: csv
                      required: [id, decided_at]

                # How a row becomes a record: paths start at the columns' names.
                record:
                  identities:
                    - { at: id, namespace: \(names.id).id }
                  decisions:
                    # One rule for each column. A word that is not in the table makes the file unreadable.
                    - { each: functional, as: functional, kind: purpose, states: { "yes": granted, "no": denied, "": none } }
                    - { each: analytics, as: analytics, kind: purpose, states: { "yes": granted, "no": denied, "": none } }
                    - { each: advertising, as: advertising, kind: purpose, states: { "yes": granted, "no": denied, "": none } }
                  # Whether the person chose, or came in with an import.
                  implicit_when:
                    - [{ at: method, is: [import] }]
                  explicit_when:
                    - [{ at: method, is: [form] }]
                  decided_at:
                    - { at: decided_at, format: iso8601 }

                # What the columns mean, in words that no CMP owns.
                mapping:
                  purposes:
                    functional: [functional]
                    analytics: [analytics]
                    advertising: [advertising]


                """ + Self.excuses.replacing("    implicit: \"the CMP records explicit choices only\"\n", with: "")
        let table = { (row: String) in "id,functional,analytics,advertising,method,decided_at\n\(row)" }
        let all = table("C-4711,yes,yes,yes,form,\(Self.accepted)")
        return Content(
            manifest: manifest,
            cases: [
                Draft(name: "accept-all", kind: .acceptAll, about: "everything accepted", payload: all),
                Draft(
                    name: "reject-all",
                    kind: .rejectAll,
                    about: "everything refused",
                    payload: table("C-4711,no,no,no,form,\(Self.accepted)")
                ),
                Draft(
                    name: "custom",
                    kind: .custom,
                    about: "analytics accepted, advertising refused, functional never asked",
                    payload: table("C-4711,,yes,no,form,\(Self.accepted)")
                ),
                Draft(name: "undecided", kind: .undecided, about: "never asked", payload: table("C-4711,,,,,")),
                Draft(
                    name: "stale",
                    kind: .stale,
                    about: "the choice is older than the site accepts",
                    payload: all,
                    policy: Self.shortMemory
                ),
                Draft(
                    name: "malformed",
                    kind: .malformed,
                    about: "a word that the CMP does not write",
                    payload: table("C-4711,yes,maybe,yes,form,\(Self.accepted)")
                ),
                Draft(
                    name: "implicit",
                    kind: .implicit,
                    about: "came in with an import; nobody chose",
                    payload: table("C-4711,yes,yes,yes,import,\(Self.accepted)")
                ),
                Draft(
                    name: "other-file",
                    kind: .malformed,
                    about: "a file without the person's id",
                    payload: "functional,analytics,advertising,method,decided_at\nyes,yes,yes,form,\(Self.accepted)"
                ),
                Draft(
                    name: "other-export",
                    kind: .malformed,
                    about: "a file without the time of the choice",
                    payload: "id,functional,analytics,advertising,method\nC-4711,yes,yes,yes,form"
                ),
            ]
        )
    }

    var string: Content {
        let version = "\(names.word)1"
        let manifest =
            head(
                "\(names.vendor) string (\(version)|…)",
                "A bare string: version, time, choices, and a bar that ends it."
            )
                + """
                # By what the string is told from others: `contains`, or `family` for the IAB's strings.
                inputs:
                  - text: { name: consent, contains: ["\(version)|"], decode: consent }

                # How the string becomes values, step by step.
                decoders:
                  consent:
                    - fields: { separator: "|", names: [version, time, choices, end] }
                    # The last bar shows that nothing was cut off.
                    - require: [end]
                    - member: { name: choices, steps: [{ pairs: { separator: ",", assign: ":" } }] }

                # How the values become a record.
                record:
                  decisions:
                    # A word that is not in the table makes the payload unreadable: a new one is never taken for a yes.
                    - { each: consent.choices, kind: category, states: { "1": granted, "0": denied } }
                  undecided:
                    - when: [{ at: consent.time, is: ["0"] }]
                      because: "nobody has chosen yet (time 0)"
                  explicit_when:
                    - [{ at: consent.time, is_not: ["0"] }]
                  decided_at:
                    - { at: consent.time, format: epoch_s }

                # What the keys mean, in words that no CMP owns.
                mapping:
                  purposes:
                    functional: [functional]
                    analytics: [analytics]
                    advertising: [advertising]


                """ + Self.excuses
        let text = { (states: String, time: Int) in
            let choices = zip(["functional", "analytics", "advertising"], states).map { "\($0):\($1)" }
            return "\(version)|\(time)|\(choices.joined(separator: ","))|"
        }
        let all = text("111", Self.acceptedSeconds)
        return Content(
            manifest: manifest,
            cases: [
                Draft(name: "accept-all", kind: .acceptAll, about: "everything accepted", payload: all),
                Draft(
                    name: "reject-all",
                    kind: .rejectAll,
                    about: "everything refused",
                    payload: text("000", Self.acceptedSeconds)
                ),
                Draft(
                    name: "custom",
                    kind: .custom,
                    about: "functional and analytics accepted, advertising refused",
                    payload: text("110", Self.acceptedSeconds)
                ),
                Draft(name: "undecided", kind: .undecided, about: "nobody has chosen yet", payload: text("000", 0)),
                Draft(
                    name: "stale",
                    kind: .stale,
                    about: "the choice is older than the site accepts",
                    payload: all,
                    policy: Self.shortMemory
                ),
                Draft(
                    name: "malformed",
                    kind: .malformed,
                    about: "the end was cut off",
                    payload: String(all.dropLast())
                ),
                Draft(
                    name: "malformed-word",
                    kind: .malformed,
                    about: "a word that the CMP does not write",
                    payload: text("112", Self.acceptedSeconds)
                ),
            ]
        )
    }
}
