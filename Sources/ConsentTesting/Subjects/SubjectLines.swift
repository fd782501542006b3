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

    /// Reads the text of a file; empty lines are skipped.
    init(_ bytes: Data, file: String) throws(ScenarioError) {
        var lines: [Line] = []
        for (index, text) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
            let text = text.last == UInt8(ascii: "\r") ? text.dropLast() : text
            guard text.contains(where: { $0 != UInt8(ascii: " ") }) else { continue }
            guard let line = Self.line(text) else {
                throw ScenarioError(
                    code: .badValue,
                    file: file,
                    line: index + 1,
                    column: 1,
                    message: "every line must be a JSON object with a “lastModifiedDate” such as 2026-10-30T00:00:00Z"
                )
            }
            lines.append(line)
        }
        self.lines = lines.sorted { ($0.modifiedMilliseconds, $0.id) < ($1.modifiedMilliseconds, $1.id) }
    }

    private static func line(_ text: Data) -> Line? {
        guard let object = try? JSONSerialization.jsonObject(with: text) as? [String: Any],
            let modified = (object["lastModifiedDate"] as? String).flatMap(InstantText.milliseconds)
        else { return nil }
        guard let json = String(data: text, encoding: .utf8) else { return nil }
        return Line(
            modifiedMilliseconds: modified,
            id: object["id"] as? String ?? "",
            identifier: object["identifier"] as? String,
            json: json
        )
    }
}
