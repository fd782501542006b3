/// Adapters of what a CMP's servers tell.
extension AdapterTemplate {
    var rest: Content {
        let manifest =
            head("\(names.vendor) interface (REST)", "What changed within a window of time, and one person's consent.")
                + """
                # What a connection sets. A secret is given by reference (${env:NAME}, ${file:PATH}) and masked everywhere.
                config:
                  host: { required: true, allowed: ["*.\(names.id).example"], help: "the account's host" }
                  client_id: { required: true, help: "the id of an OAuth2 client" }
                  client_secret: { required: true, secret: true, help: "its secret" }

                host: "${config.host}"

                auth:
                  kind: oauth2_client_credentials
                  token_path: /oauth/token
                  client_id: "${config.client_id}"
                  client_secret: "${config.client_secret}"

                # How fast the CMP may be asked; look it up in its documentation.
                limits:
                  rate: [{ requests: 60, per: 1m }]

                # What can be pulled: what changed, and one person's consent.
                streams:
                  changes:
                    kind: changes
                    path: /v1/consents
                    query: { since: "${window.start}", until: "${window.end}" }
                    window: { step: 6d, lookback: 10m }
                    paginate:
                      page_size: { query: limit, value: 100 }
                      continuation: { from: next, header: x-next-page }
                    items: items
                  subject:
                    kind: subject
                    path: "/v1/consents/${subject.id}"
                    not_found: [404]
                    namespace: \(names.id).id

                # By which members an item is recognised, pulled or pasted.
                inputs:
                  - item: { required: [subject, consents] }

                # How an item becomes a record: paths start at its members.
                record:
                  identities:
                    - { at: subject, namespace: \(names.id).id }
                  decisions:
                    - each: consents
                      kind: purpose
                      key: purpose
                      label: name
                      state: status
                      # A word that is not in the table makes the item unreadable: it goes into quarantine, never to a yes.
                      states: { GIVEN: granted, REFUSED: denied, OPEN: none }
                      changed: { at: at, format: iso8601 }
                      expires: { at: until, format: iso8601 }
                  explicit_when:
                    - [{ at: updated, present: true }]
                  decided_at:
                    - { at: updated, format: iso8601 }

                # What the keys or labels mean. Where they are each account's own, leave this to the connection's `purposes`.
                mapping:
                  purposes:
                    functional: [functional]
                    analytics: [analytics]
                    advertising: [advertising]


                """ + Self.excuses
        return Content(manifest: manifest, cases: restCases)
    }

    private var restCases: [Draft] {
        let item = { (states: [String], until: String) in
            let purposes = [("functional", "Chat"), ("analytics", "Web statistics"), ("advertising", "Advertising")]
            let consents = zip(purposes, states).map { purpose, state in
                let told = "\"purpose\":\"\(purpose.0)\",\"name\":\"\(purpose.1)\",\"status\":\"\(state)\""
                return "{\(told),\"at\":\"\(Self.accepted)\",\"until\":\(until)}"
            }.joined(separator: ",")
            return "{\"subject\":\"C-00004711\",\"updated\":\"\(Self.accepted)\",\"consents\":[\(consents)]}"
        }
        let given = ["GIVEN", "GIVEN", "GIVEN"]
        let all = item(given, "null")
        return [
            Draft(name: "accept-all", kind: .acceptAll, about: "every purpose given", payload: all),
            Draft(
                name: "reject-all",
                kind: .rejectAll,
                about: "every purpose refused",
                payload: item(["REFUSED", "REFUSED", "REFUSED"], "null")
            ),
            Draft(
                name: "custom",
                kind: .custom,
                about: "functional never asked, analytics given, advertising refused",
                payload: item(["OPEN", "GIVEN", "REFUSED"], "null")
            ),
            Draft(
                name: "undecided",
                kind: .undecided,
                about: "asked and not answered",
                payload: item(["OPEN", "OPEN", "OPEN"], "null")
            ),
            Draft(
                name: "stale",
                kind: .stale,
                about: "the consent has ended although its status still says given",
                payload: item(given, "\"2026-09-02T00:00:00Z\"")
            ),
            Draft(
                name: "malformed",
                kind: .malformed,
                about: "a status that the CMP does not have",
                payload: item(["GIVEN", "GIVEN", "FROBNICATED"], "null")
            ),
            Draft(
                name: "other-item",
                kind: .malformed,
                about: "an item without a person",
                payload: all.replacing("\"subject\":\"C-00004711\",", with: "")
            ),
            Draft(
                name: "other-person",
                kind: .malformed,
                about: "a person without consents",
                payload: "{\"subject\":\"C-00004711\",\"updated\":\"\(Self.accepted)\"}"
            ),
        ]
    }
}
