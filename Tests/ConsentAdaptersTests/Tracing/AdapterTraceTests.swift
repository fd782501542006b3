import BoundedJSON
import ConsentTranslation
import Foundation
import Testing

@testable import ConsentAdapters

@Suite("The trace of a payload through an adapter")
struct AdapterTraceTests {
    private static let manifest = """
        manifest: "1"
        adapter: { id: acme, version: 1.0.0, vendor: Acme, title: Acme cookie }
        inputs:
          - text: { name: consent, contains: ["v1~"], decode: consent }
          - cookies: { consent: { name: acme, required: true, decode: consent }, tcf: { name: euconsent-v2 } }
        decoders:
          consent:
            - first_of:
                - [{ query_string: {} }, { require: [groups] }]
                - [{ url_decode: {} }, { query_string: {} }, { require: [groups] }]
            - member: { name: groups, steps: [{ pairs: { separator: ",", assign: ":" } }] }
        record:
          identities: [{ at: consent.id, namespace: acme.id }]
          decisions:
            - { each: consent.groups, kind: category, states: { "1": granted, "0": denied } }
          undecided: [{ when: [{ at: consent.void, present: true }], because: it is void }]
          explicit_when: [[{ at: consent.id, present: true }]]
          decided_at:
            - { at: consent.at, format: iso8601 }
            - { at: consent.time, format: epoch_s }
          strings: { tcf: tcf }
        mapping: { purposes: { stats: [analytics] } }
        """

    private static let tc = "CQgcD4AQgcD4AEsAHBDEB4FgAP_gAAAAAACYEawAQEagAAAA.IEawAQEagA"
    private static let payload =
        "acme=groups%3Dstats%253A1%252Cads%253A0%26id%3Dme%2540example.com%26time%3D1772442904; euconsent-v2=\(tc)"

    private func trace(_ payload: String = payload) throws -> AdapterTrace {
        let adapter = try ManifestLoader.load(Self.manifest, file: "acme.yaml")
        return AdapterTrace(adapter, payload: payload, policy: Policy(), now: at("2026-11-24"))
    }

    @Test("input, every step, every field with its rule, permissions")
    func whole() throws {
        let text = try trace().text
        let wanted = """
            payload  159 bytes
            input    inputs[0], a bare cookie value: does not fit
            input    inputs[1], the cookie acme: read, score 95

            decode consent  from acme
              given  "groups%3Dstats%253A1%252Cads%253A0%26id%3D<me…, 14 characters>%26time%3D1772442904"
              first_of, alternative 0
                query_string  {groups=stats%3A1%2Cads%3A0&id=<me…, 14 characters>&time=1772442904: ""}
                require groups  fails: The payload has no groups; it is cut off or of another kind. (at consent)
              first_of, alternative 1
                url_decode  "groups=stats%3A1%2Cads%3A0&id=<me…, 14 characters>&time=1772442904"
                query_string  {groups: "stats:1,ads:0", id: "<me…, 14 characters>", time: "1772442904"}
                require groups  as before
              member groups
                pairs , :  {stats: "1", ads: "0"}

            decode tcf  from euconsent-v2
              given  "<tcf string, 59 bytes>"

            record
              subject         <me…, 14 characters>    record.identities[0]     consent.id, namespace acme.id
              category stats  granted                 record.decisions[0]      consent.groups
              category ads    denied                  record.decisions[0]      consent.groups
              choice          explicit                record.explicit_when[0]  consent.id is there
              decided_at      2026-03-02T09:15:04Z    record.decided_at[1]     consent.time, epoch_s
              string tcf      <tcf string, 59 bytes>  record.strings.tcf       tcf

            """
        #expect(text.hasPrefix(wanted), "\(text)")
        #expect(text.contains("\npermissions\n  aam       undecided  all: advertising"))
    }

    @Test(
        "ids and consent strings stand nowhere, in the text and in JSON, whatever their spelling",
        arguments: [
            payload, payload.replacing("%253A1", with: "%253A7"),
            payload.replacing("%26time", with: "%26void%3D1%26time"),
            payload.replacing("groups", with: "gruops"), payload.replacing("1772442904", with: "yesterday"),
        ]
    )
    func masks(payload: String) throws {
        let trace = try trace(payload)
        var json = JSONWriter()
        trace.write(into: &json)
        for text in [trace.text, String(decoding: json.bytes, as: UTF8.self)] {
            #expect(!text.contains("example.com"))
            #expect(!text.contains(Self.tc.prefix(20)))
        }
        #expect(try JSONSerialization.jsonObject(with: Data(json.bytes)) is [String: Any])
    }

    @Test("it shows how far a payload got that is refused")
    func refused() throws {
        let trace = try trace(Self.payload.replacing("%253A1", with: "%253A7"))
        #expect(trace.error?.code == .unknownState)
        #expect(trace.text.contains("pairs , :  {stats: \"7\", ads: \"0\"}"))
        #expect(trace.text.contains("decisions   fails: A state word is not in the adapter's table"))
        #expect(trace.text.contains("\nerror  unknownState: "))
    }

    @Test("what fits no input is told of each")
    func noInput() throws {
        let text = try trace("hello").text
        #expect(text.contains("inputs[0], a bare cookie value: does not fit\ninput    inputs[1]"))
        #expect(text.contains("error  noInput"))
    }

    @Test(
        "it tells what the translation itself tells",
        arguments: AdapterRegistry(folder: folder).adapters.map(\.descriptor.id)
    )
    func truth(id: String) throws {
        let adapter = try AdapterRegistry(folder: Self.folder).adapter(id)
        for item in try AdapterCase.cases(in: "\(Self.folder)/\(id)/cases") {
            let trace = AdapterTrace(adapter, payload: item.payload, policy: item.policy, now: item.now)
            guard case .read(let records, _) = item.outcome(with: adapter) else {
                #expect(trace.error != nil, "\(item.name)")
                continue
            }
            #expect(trace.error == nil)
            let decisions = trace.fields.map { $0.filter { $0.rule.hasPrefix("record.decisions") }.map(\.value) }
            let wanted = records.map { $0.decisions.map { $0.label.map { [$0] } ?? [] } }.map(\.count)
            // A key that two rules agree on is traced for both and recorded once.
            #expect(decisions.count == wanted.count, "\(item.name)")
            for (traced, recorded) in zip(decisions, wanted) { #expect(traced.count >= recorded, "\(item.name)") }
            #expect(trace.outcomes.count == records.count)
        }
    }

    private static let folder = packageRoot.appendingPathComponent("Adapters").path

    @Test("of a Swift type the record is shown")
    func swiftType() {
        let trace = AdapterTrace(
            PebbleAdapter(),
            payload: "pebble1|2026-03-02T09:15:04Z|stats+ads-|",
            policy: Policy(),
            now: at("2026-11-24")
        )
        #expect(trace.text.contains("record\n  category stats  granted\n  category ads    denied\n"))
    }
}
