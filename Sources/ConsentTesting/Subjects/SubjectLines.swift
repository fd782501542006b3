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

    /// The same records without those that a condition does not choose.
    func filtered(_ isChosen: (Line) -> Bool) -> SubjectLines {
        SubjectLines(lines.filter(isChosen))
    }

    private init(_ lines: [Line]) {
        self.lines = lines
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

    /// Records that are all made from one text: `<n>` stands for the record's number, `<time>` for its own moment
    /// between two others, `<one|another>` for one of several texts. The same seed makes the same records.
    ///
    /// Nil where what comes out is no JSON object.
    init?(repeating text: String, count: Int, seed: UInt64, from: Int64, to: Int64) {
        var lines: [Line] = []
        for number in 1...max(1, count) {
            var random = RepeatableGenerator(seed: seed, stream: UInt64(number))
            let moment = Instant(milliseconds: random.number(in: from..<to) / 1_000 * 1_000)
            let json = Self.filled(text, number, moment, &random)
            guard (try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]) != nil else {
                return nil
            }
            lines.append(
                Line(modifiedMilliseconds: moment.milliseconds, id: "\(number)", identifier: nil, json: json)
            )
        }
        self.lines = lines.sorted { ($0.modifiedMilliseconds, $0.id) < ($1.modifiedMilliseconds, $1.id) }
    }

    private static func filled(
        _ text: String,
        _ number: Int,
        _ moment: Instant,
        _ random: inout RepeatableGenerator
    ) -> String {
        var filled = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            filled += rest[..<open]
            let name = rest[rest.index(after: open)..<close]
            switch name {
            case "n": filled += String(number)
            case "time": filled += moment.iso8601
            default: filled += random.element(of: name.split(separator: "|", omittingEmptySubsequences: false)) ?? ""
            }
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
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
