import ConsentStrings

/// What a record has for a `tcf` gate to look at, decoded once however many gates ask.
struct TCFEvidence: Sendable {
    /// Whether GDPR applies by the payload's own word.
    let gdprApplies: Bool?
    /// Whether there is a string at all.
    let hasText: Bool
    private let decoded: DecodedTCString?

    /// The string, if it decodes.
    var string: TCString? { decoded?.value }

    init(_ record: ConsentRecord) {
        gdprApplies = record.gdprApplies
        hasText = record.strings.tcf != nil
        decoded = record.strings.tcf.flatMap { text in record.known.decoded(of: text) ?? (try? DecodedTCString(text)) }
    }
}
