import ConsentAdapters
import ConsentTranslation

/// A CMP whose cookie has its digits turned round: `acme=0=sda` stands for `ads=0`. No step of the language undoes that.
enum HookExample {
    /// The manifest names the hooks; everything else is as in any manifest.
    static let manifest = """
        manifest: "1"
        adapter: { id: acme, version: 1.0.0, vendor: Acme, title: Acme cookie that is turned round }
        inputs:
          - cookies: { consent: { name: acme, required: true, decode: consent } }
        decoders:
          consent:
            - hook: acme-reverse
            - query_string: {}
        record:
          decisions:
            - { each: consent, kind: category, except: [age], states: { "1": granted, "0": denied } }
          hook: acme-minors
        """

    /// The program that embeds ConsentBridge registers the code under these names.
    static func hooks() throws -> AdapterHooks {
        var hooks = AdapterHooks()
        // The version changes whenever the code decides otherwise.
        try hooks.registerDecode("acme-reverse", version: "1") { value throws(TranslationError) in
            guard case .text(let text) = value else {
                throw TranslationError(.malformed, "A text was expected here.")
            }
            return .text(String(text.reversed()))
        }
        // A record hook can take grants away; one that adds a grant is refused.
        try hooks.registerRecord("acme-minors") { record in
            var record = record
            record.decisions = record.decisions.map { decision in
                guard decision.key == "ads" else { return decision }
                return Decision(kind: decision.kind, key: decision.key, state: .denied)
            }
            return record
        }
        return hooks
    }
}
