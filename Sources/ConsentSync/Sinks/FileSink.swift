import BoundedJSON
import ConsentTranslation
import Foundation
import OptIn

/// Appends changes to a file, one line each.
///
/// What was taken is on the disk. A line that a crash left half written is cut off before the next is appended.
public struct FileSink: ChangeSink {
    /// How a line is written.
    public enum Form: String, Sendable, Hashable, CaseIterable {
        /// One JSON object.
        case ndjson
        /// Comma-separated values with a heading (RFC 4180).
        case csv
    }

    /// The name.
    public let name: String
    /// Changes that one write and one flush to the disk take.
    public var batchSize: Int { 1_000 }

    private let path: String
    private let form: Form

    /// A sink that writes to a file, which is made where there is none.
    public init(name: String, path: String, form: Form) {
        self.name = name
        self.path = path
        self.form = form
    }

    /// Appends the changes.
    public func take(_ changes: [Change]) async throws {
        do {
            if !FileManager.default.fileExists(atPath: path) {
                try Data().write(to: URL(fileURLWithPath: path), options: .withoutOverwriting)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            }
            let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
            defer { try? file.close() }
            let end = try Self.endOfWholeLines(file)
            try file.truncate(atOffset: end)
            try file.seek(toOffset: end)
            try file.write(contentsOf: Data(form.bytes(changes, isFirst: end == 0)))
            try file.synchronize()
        } catch {
            throw SinkError.unavailable("\(path) cannot be written; check its folder, its rights and the disk's room.")
        }
    }

    /// Bytes that are looked at from the end, more than any line has.
    private static let tail: UInt64 = 1 << 16

    /// Where the last whole line ends.
    private static func endOfWholeLines(_ file: FileHandle) throws -> UInt64 {
        let size = try file.seekToEnd()
        let start = size > tail ? size - tail : 0
        try file.seek(toOffset: start)
        let bytes = try file.read(upToCount: Int(tail)) ?? Data()
        guard let last = bytes.lastIndex(of: 0x0A) else { return start == 0 ? 0 : size }
        return start + UInt64(last - bytes.startIndex) + 1
    }
}

extension FileSink.Form {
    fileprivate func bytes(_ changes: [Change], isFirst: Bool) -> [UInt8] {
        switch self {
        case .ndjson:
            var json = JSONWriter(capacity: 768 * changes.count)
            for change in changes {
                change.write(into: &json)
                json.newline()
            }
            return json.bytes
        case .csv:
            return Array(((isFirst ? Self.heading : "") + changes.map(Self.line).joined()).utf8)
        }
    }

    private static let heading =
        (["number", "kind", "namespace", "id"] + Category.allCases.map(\.rawValue) + [
            "decided_at", "recorded_at", "hash",
        ])
        .joined(separator: ",") + "\n"

    private static func line(_ change: Change) -> String {
        var fields = [
            String(change.number), change.kind.name, quoted(change.subject?.namespace ?? ""),
            quoted(change.subject?.id ?? ""),
        ]
        fields += Category.allCases.map { change.after[$0].rawValue }
        fields += [change.decidedAt.iso8601, change.recordedAt.iso8601, change.hash.hex]
        return fields.joined(separator: ",") + "\n"
    }

    private static func quoted(_ field: String) -> String {
        guard field.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return field }
        return "\"" + field.replacing("\"", with: "\"\"") + "\""
    }
}
