/// Adapters of messages that a CMP sends.
extension AdapterTemplate {
    var webhook: Content {
        let manifest =
            head("\(names.vendor) messages (webhook)", "What the CMP sends by itself when a consent changes.")
                + """
                # What a connection sets. A secret is given by reference (${env:NAME}, ${file:PATH}) and masked everywhere.
                config:
                  secret: { required: true, secret: true, help: "the secret with which messages are signed" }
                  old_secret: { secret: true, help: "the secret before, while it is exchanged" }

                # How a message proves that it is the CMP's: hmac, a header that both sides know, or none with the reason.
                # Where one header holds time and signatures, "t=1795478400,v1=…": field: v1, and timestamp: { field: t }.
                webhook:
                  verify:
                    hmac:
                      header: X-Signature
                      prefix: "sha256="
                      secret: ["${config.secret}", "${config.old_secret}"]
                      timestamp: { header: X-Timestamp, tolerance: 5m }

                # What a message looks like: where its kind stands, and what is read of each kind. A kind that is neither
                # accepted nor ignored goes into quarantine: what it means for a person's consent is not known.
                inputs:
                  - message:
                      kind: event
                      accept: { consent.updated: data, consent.withdrawn: data }
                      ignore: [ping]
                      members: { event: event, id: id }
                      required: [subject, choices]

                # How an item becomes a record: paths start at its members.
                record:
                  identities:
                    - { at: subject.id, namespace: \(names.id).id }
                  record_id: id
                  decisions:
                    # A word that is not in the table makes the message unreadable: a new one is never taken for a yes.
                    - each: choices
                      kind: purpose
                      states: { "yes": granted, "no": denied, open: none }
                  explicit_when:
                    - [{ at: event, is: [consent.updated] }]
                  undecided:
                    - when: [{ at: event, is: [consent.withdrawn] }]
                      because: "the consent was withdrawn as a whole, and nothing was chosen anew"
                  decided_at:
                    - { at: time, format: iso8601 }

                # What the keys mean, in words that no CMP owns.
                mapping:
                  purposes:
                    functional: [functional]
                    analytics: [analytics]
                    advertising: [advertising]


                """ + Self.excuses
        return Content(manifest: manifest, cases: webhookCases)
    }

    private var webhookCases: [Draft] {
        let body = { (event: String, words: [String]) in
            let choices = zip(["functional", "analytics", "advertising"], words).map { "\"\($0)\":\"\($1)\"" }
            return "{\"event\":\"\(event)\",\"id\":\"evt-20260302-1\",\"data\":{\"subject\":{\"id\":\"C-00004711\"},"
                + "\"time\":\"\(Self.accepted)\",\"choices\":{\(choices.joined(separator: ","))}}}"
        }
        let all = body("consent.updated", ["yes", "yes", "yes"])
        return [
            Draft(name: "accept-all", kind: .acceptAll, about: "everything accepted", payload: all),
            Draft(
                name: "reject-all",
                kind: .rejectAll,
                about: "everything refused",
                payload: body("consent.updated", ["no", "no", "no"])
            ),
            Draft(
                name: "custom",
                kind: .custom,
                about: "functional never asked, analytics accepted, advertising refused",
                payload: body("consent.updated", ["open", "yes", "no"])
            ),
            Draft(
                name: "undecided",
                kind: .undecided,
                about: "withdrawn as a whole; the last choices come along and count for nothing",
                payload: body("consent.withdrawn", ["yes", "yes", "yes"])
            ),
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
                payload: body("consent.updated", ["yes", "yes", "perhaps"])
            ),
            Draft(
                name: "other-kind",
                kind: .malformed,
                about: "a kind of message that nobody knows",
                payload: body("consent.frobnicated", ["yes", "yes", "yes"])
            ),
            Draft(
                name: "other-body",
                kind: .malformed,
                about: "an item that names nobody",
                payload: all.replacing("\"subject\":{\"id\":\"C-00004711\"},", with: "")
            ),
            Draft(
                name: "other-event",
                kind: .malformed,
                about: "an item without choices",
                payload: "{\"event\":\"consent.updated\",\"id\":\"evt-20260302-1\",\"data\":{\"subject\":{}}}"
            ),
            Draft(
                name: "ping",
                kind: .variant,
                about: "a message that says nothing about consent",
                payload: "{\"event\":\"ping\",\"id\":\"evt-20260302-2\"}"
            ),
        ]
    }
}
