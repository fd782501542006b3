import ConsentStrings

/// What a record has for a `tcf` gate to look at, decoded once however many gates ask.
struct TCFEvidence: Sendable {
    /// Whether GDPR applies by the payload's own word.
    let gdprApplies: Bool?
    /// Whether there is a string at all.
    let hasText: Bool
    /// The string, if it decodes.
    let string: TCString?

    init(_ record: ConsentRecord) {
        gdprApplies = record.gdprApplies
        hasText = record.strings.tcf != nil
        string = record.strings.tcf.flatMap { try? TCString($0) }
    }
}
