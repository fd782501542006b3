import BoundedJSON
import ConsentTranslation
import Foundation

/// What a file was when it was read: another size, time or file of the same name is another content.
struct FileIdentity: Sendable, Hashable {
    let text: String
    /// When the file was last written to; the start of time where that is not known any more.
    var modified = Instant(milliseconds: .min)

    /// The identity of the file at a path, which may be a link to it.
    ///
    /// - Throws: ``FileProblem`` where it cannot be looked at.
    init(of path: String) throws(FileProblem) {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: real),
            let size = attributes[.size] as? UInt64, let time = attributes[.modificationDate] as? Date,
            let number = attributes[.systemFileNumber] as? UInt64
        else { throw FileProblem("\(path) cannot be looked at; check its rights.") }
        text = "\(size)/\(Self.whole(time.timeIntervalSince1970 * 1e6))/\(number)"
        modified = Instant(milliseconds: Self.whole(time.timeIntervalSince1970 * 1e3))
    }

    init(text: String) {
        self.text = text
    }

    /// A whole number, whatever time a file claims.
    private static func whole(_ number: Double) -> Int64 { Int64(min(max(number, -9e18), 9e18)) }

    static func == (left: FileIdentity, right: FileIdentity) -> Bool { left.text == right.text }

    func hash(into hasher: inout Hasher) { hasher.combine(text) }
}

/// How far a file has been read. Its text is the cursor that is made durable together with the records before it.
struct FilePosition: Sendable, Hashable {
    /// What the file was.
    let identity: FileIdentity
    /// Bytes that were read.
    var offset: UInt64 = 0
    /// Rows or lines that were read.
    var rows = 0
    /// Whether the file was read to its end.
    var isDone = false

    init(identity: FileIdentity) {
        self.identity = identity
    }

    /// Reads a cursor; nil for any other text, after which the file is read from its start.
    init?(cursor: String) {
        guard let value = try? Value(json: Array(cursor.utf8)), let identity = value["file"]?.scalar,
            let offset = value["offset"]?.scalar.flatMap({ UInt64($0) }),
            let rows = value["rows"]?.scalar.flatMap({ Int($0) }), rows >= 0
        else { return nil }
        self.identity = FileIdentity(text: identity)
        self.offset = offset
        self.rows = rows
        isDone = value["done"] == .bool(true)
    }

    /// The text to store.
    var cursor: String {
        var json = JSONWriter(capacity: 128)
        json.beginObject()
        json.member("file", identity.text)
        json.key("offset")
        json.raw(String(offset))
        json.key("rows")
        json.integer(rows)
        json.member("done", isDone)
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
