import ConsentTranslation
import Foundation

/// Records of a collection that were written by hand: one JSON object a line, with `lastModifiedDate` and, for
/// look-ups, `identifier`. Everything else in a line is served as it stands.
struct SubjectLines: Sendable {
    /// One record.
    struct Line: Sendable {
        let modifiedMilliseconds: Int64
        let id: String
        let identifier: String?
        let json: String
    }

    /// The records in the order of their last change, then of their ids.
    let lines: [Line]

    /// No records.
    init() {
        lines = []
    }

    /// A line, counted from 1, that is no record.
    struct BadLine: Error {
        let line: Int
    }

    /// Reads the text of a file; empty lines are skipped.
    init(_ bytes: Data) throws(BadLine) {
        var lines: [Line] = []
        for (index, text) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let text = text.last == UInt8(ascii: "\r") ? text.dropLast() : text
            guard text.contains(where: { $0 != UInt8(ascii: " ") }) else { continue }
            guard let line = Self.line(text) else { throw BadLine(line: index + 1) }
            lines.append(line)
        }
        self.lines = lines.sorted { ($0.modifiedMilliseconds, $0.id) < ($1.modifiedMilliseconds, $1.id) }
    }

    private static func line(_ text: Data) -> Line? {
        guard let object = try? JSONSerialization.jsonObject(with: text) as? [String: Any],
            let modified = (object["lastModifiedDate"] as? String).flatMap(Instant.init(zoned:))
        else { return nil }
        guard let json = String(data: text, encoding: .utf8) else { return nil }
        return Line(
            modifiedMilliseconds: modified.milliseconds,
            id: object["id"] as? String ?? "",
            identifier: object["identifier"] as? String,
            json: json
        )
    }
}
