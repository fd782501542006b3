public import ConsentTranslation
import BoundedJSON

/// Where a stream stands: the page that comes next, or that everything up to a time has been read.
///
/// Its text is the cursor that is made durable together with the records before it.
public struct StreamPosition: Sendable, Hashable {
    /// A page still to come.
    public struct Page: Sendable, Hashable {
        /// The window that is being read, inclusive at both ends; nil for streams without windows.
        public var window: ClosedRange<Instant>?
        /// The end of the last window of this sweep.
        public var until: Instant
        /// What the CMP gave to continue with; nil for a window's first page.
        public var continuation: String?
        /// The page's number within its window, from 1.
        public var number: Int
    }

    /// The page that comes next; nil when the stream is read up to ``readUpTo``.
    public var page: Page?
    /// Up to when everything has been read, if it has ever been read to an end.
    public var readUpTo: Instant?

    /// The text to store.
    public var cursor: String {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.member("readUpTo", readUpTo)
        if let page {
            json.member("windowStart", page.window?.lowerBound)
            json.member("windowEnd", page.window?.upperBound)
            json.member("until", page.until)
            json.member("continuation", page.continuation)
            json.key("page")
            json.integer(page.number)
        }
        json.endObject()
        return String(decoding: json.bytes, as: UTF8.self)
    }

    /// A position without anything read.
    init(page: Page? = nil, readUpTo: Instant? = nil) {
        self.page = page
        self.readUpTo = readUpTo
    }

    /// Reads a stored text.
    ///
    /// - Throws: ``AdapterError`` `cursor` where it is none.
    public init(cursor: String) throws(AdapterError) {
        guard let value = try? Value(json: Array(cursor.utf8)) else {
            throw AdapterError(.cursor, "The stored cursor cannot be read; run with --full to start again.")
        }
        readUpTo = Self.instant(value["readUpTo"])
        guard let until = Self.instant(value["until"]) else { return }
        var window: ClosedRange<Instant>?
        if let start = Self.instant(value["windowStart"]), let end = Self.instant(value["windowEnd"]), start <= end {
            window = start...end
        }
        let number = value["page"]?.scalar.flatMap { Int($0) } ?? 1
        page = Page(window: window, until: until, continuation: value["continuation"]?.scalar, number: number)
    }

    private static func instant(_ value: Value?) -> Instant? {
        value?.scalar.flatMap { Int64($0) }.map { Instant(milliseconds: $0) }
    }
}
