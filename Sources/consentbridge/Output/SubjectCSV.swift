import ConsentSync
import ConsentTranslation
import OptIn

/// Subjects as comma-separated values (RFC 4180, with the line ends of this system).
enum SubjectCSV {
    /// The names of the columns.
    static let heading =
        (["namespace", "id"] + Category.allCases.map(\.rawValue) + [
            "decided_at", "expires_at", "last_change", "cursor",
        ])
        .joined(separator: ",") + "\n"

    /// One line a subject.
    static func lines(_ subjects: [StoredSubject]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(256 * subjects.count)
        for stored in subjects {
            append(stored.subject.namespace, to: &text)
            text.append(comma)
            append(stored.subject.id, to: &text)
            for category in Category.allCases {
                text.append(comma)
                text.append(contentsOf: stored.state.permissions[category].rawValue.utf8)
            }
            let rest = [
                stored.state.decidedAt?.iso8601 ?? "", stored.state.expiresAt?.iso8601 ?? "",
                stored.lastChange.map(String.init) ?? "", stored.key.cursor,
            ]
            for field in rest {
                text.append(comma)
                text.append(contentsOf: field.utf8)
            }
            text.append(0x0A)
        }
        return text
    }

    private static let comma = UInt8(ascii: ",")
    private static let quote = UInt8(ascii: "\"")

    /// Appends a field, quoted where it has a quote, a comma or a line end.
    private static func append(_ field: String, to text: inout [UInt8]) {
        let utf8 = field.utf8
        guard utf8.contains(where: { $0 == comma || $0 == quote || $0 == 0x0A || $0 == 0x0D }) else {
            text.append(contentsOf: utf8)
            return
        }
        text.append(quote)
        for byte in utf8 {
            if byte == quote { text.append(quote) }
            text.append(byte)
        }
        text.append(quote)
    }
}
