/// Adapters of what a CMP keeps in the browser.
extension AdapterTemplate {
    var cookie: Content {
        let manifest =
            head(
                "\(names.vendor) cookie (\(names.word)_consent)",
                "One cookie, \(names.word)_consent: JSON, percent-encoded."
            )
                + """
                # Where the payload is found. Several cookies may stand here, each under a name for the paths below.
                inputs:
                  - cookies:
                      consent: { name: \(names.word)_consent, required: true, decode: consent }

                # How the cookie's text becomes values, step by step.
                decoders:
                  consent:
                    - url_decode: {}
                    - json: {}

                # How the values become a record.
                record:
                  identities:
                    - { at: consent.id, namespace: \(names.id).consent-id }
                  decisions:
                    # A word that is not in the table makes the payload unreadable: a new one is never taken for a yes.
                    - each: consent.choices
                      kind: category
                      states: { "true": granted, "false": denied }
                  # A banner that is still open has defaults in its cookie; they are nobody's choice.
                  undecided:
                    - when: [{ at: consent.time, absent: true }]
                      because: "nobody has chosen yet (no time)"
                  explicit_when:
                    - [{ at: consent.time, present: true }]
                  decided_at:
                    - { at: consent.time, format: epoch_ms }

                # What the CMP's keys mean, in words that no CMP owns.
                mapping:
                  purposes:
                    necessary: [necessary]
                    functional: [functional]
                    analytics: [analytics]
                    personalization: [personalization]
                    advertising: [advertising]


                """ + Self.excuses
        return Content(manifest: manifest, cases: cookieCases)
    }

    private var cookieCases: [Draft] {
        let all = ["necessary", "functional", "analytics", "personalization", "advertising"]
        let time = "\(Self.acceptedSeconds)127"
        let cookie = { (granted: [String], time: String?) in
            let choices = all.map { "\"\($0)\":\(granted.contains($0) || $0 == "necessary")" }.joined(separator: ",")
            let time = time.map { "\"time\":\($0)," } ?? ""
            let json = "{\"id\":\"6d2c1a0e-7f35-4c1b-9a84-3be0d5f2c719\",\(time)\"choices\":{\(choices)}}"
            return "\(names.word)_consent=\(Self.percentEncoded(json))"
        }
        let whole = cookie(all, time)
        return [
            Draft(name: "accept-all", kind: .acceptAll, about: "everything accepted", payload: whole),
            Draft(
                name: "reject-all",
                kind: .rejectAll,
                about: "everything optional refused",
                payload: cookie([], time)
            ),
            Draft(
                name: "custom",
                kind: .custom,
                about: "functional and analytics accepted, the others refused",
                payload: "lang=de; \(cookie(["functional", "analytics"], time)); theme=dark"
            ),
            Draft(name: "undecided", kind: .undecided, about: "the banner is still open", payload: cookie([], nil)),
            Draft(
                name: "stale",
                kind: .stale,
                about: "the choice is older than the site accepts",
                payload: whole,
                policy: Self.shortMemory
            ),
            Draft(
                name: "malformed",
                kind: .malformed,
                about: "the cookie was cut off",
                payload: String(whole.dropLast(40))
            ),
            Draft(
                name: "malformed-word",
                kind: .malformed,
                about: "a word that the CMP does not write",
                payload: whole.replacing("advertising%22%3Atrue", with: "advertising%22%3A1")
            ),
        ]
    }

    var storage: Content {
        let manifest =
            head(
                "\(names.vendor) local storage (\(names.word)_consent)",
                "One key of the local storage, \(names.word)_consent: JSON with what was offered and what was accepted."
            )
                + """
                # Where the payload is found: a dump of the storage, as JSON.stringify(localStorage) gives it.
                inputs:
                  - storage:
                      consent: { name: \(names.word)_consent, required: true, decode: consent }

                # How the key's text becomes values, step by step.
                decoders:
                  consent:
                    - json: {}

                # How the values become a record.
                record:
                  identities:
                    - { at: consent.id, namespace: \(names.id).consent-id }
                  decisions:
                    # Being listed is the consent; what was offered and is not listed was refused.
                    - each: consent.accepted
                      kind: category
                      listed: granted
                      universe: consent.offered
                  undecided:
                    - when: [{ at: consent.at, absent: true }]
                      because: "nobody has chosen yet (no time)"
                  explicit_when:
                    - [{ at: consent.at, present: true }]
                  decided_at:
                    - { at: consent.at, format: iso8601 }

                # What the CMP's keys mean, in words that no CMP owns.
                mapping:
                  purposes:
                    functional: [functional]
                    analytics: [analytics]
                    advertising: [advertising]


                """ + Self.excuses
        return Content(manifest: manifest, cases: storageCases)
    }

    private var storageCases: [Draft] {
        let dump = { (accepted: String, isChosen: Bool) in
            let time = isChosen ? ",\\\"at\\\":\\\"\(Self.accepted)\\\"" : ""
            let offered = "[\\\"functional\\\",\\\"analytics\\\",\\\"advertising\\\"]"
            let id = "\\\"id\\\":\\\"6d2c1a0e-7f35-4c1b-9a84-3be0d5f2c719\\\""
            let value = "{\(id),\\\"offered\\\":\(offered),\\\"accepted\\\":\(accepted)\(time)}"
            return "{\"theme\":\"dark\",\"\(names.word)_consent\":\"\(value)\"}"
        }
        let all = "[\\\"functional\\\",\\\"analytics\\\",\\\"advertising\\\"]"
        return [
            Draft(name: "accept-all", kind: .acceptAll, about: "everything accepted", payload: dump(all, true)),
            Draft(name: "reject-all", kind: .rejectAll, about: "everything refused", payload: dump("[]", true)),
            Draft(
                name: "custom",
                kind: .custom,
                about: "functional and analytics accepted, advertising refused",
                payload: dump("[\\\"functional\\\",\\\"analytics\\\"]", true)
            ),
            Draft(name: "undecided", kind: .undecided, about: "the banner is still open", payload: dump("[]", false)),
            Draft(
                name: "stale",
                kind: .stale,
                about: "the choice is older than the site accepts",
                payload: dump(all, true),
                policy: Self.shortMemory
            ),
            Draft(
                name: "malformed",
                kind: .malformed,
                about: "what was accepted is no list",
                payload: dump("\\\"all\\\"", true)
            ),
        ]
    }

    /// All but unreserved characters, as `encodeURIComponent` does.
    private static func percentEncoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-_.~".utf8.contains(byte)
            return isPlain ? String(scalar) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}
