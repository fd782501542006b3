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

    /// What there is where nobody looks.
    static let none = TCFEvidence(gdprApplies: nil, hasText: false, decoded: nil)

    /// What a record has.
    static func of(_ record: ConsentRecord) -> TCFEvidence {
        TCFEvidence(
            gdprApplies: record.gdprApplies,
            hasText: record.strings.tcf != nil,
            decoded: record.strings.tcf.flatMap { text in
                record.known.decoded(of: text) ?? (try? DecodedTCString(text))
            }
        )
    }
}
