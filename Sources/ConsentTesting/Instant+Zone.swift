import ConsentTranslation

extension Instant {
    /// Reads an instant that names its zone, as CMP interfaces demand it: `2026-10-30T00:00:00Z`, `…+01:00`; nil for a
    /// day alone and for a time without a zone.
    init?(zoned text: String) {
        guard text.drop(while: { $0 != "T" }).contains(where: { "Z+-".contains($0) }) else { return nil }
        self.init(iso8601: text)
    }
}
