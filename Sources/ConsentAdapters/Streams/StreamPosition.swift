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
        /// A hash of the page before, where the CMP could answer the same again without our noticing.
        public var digest: String?

        /// Goes back to the window's first page.
        public mutating func restart() {
            continuation = nil
            number = 1
            digest = nil
        }
    }

    /// The page that comes next; nil when the stream is read up to ``readUpTo``.
    public var page: Page?
    /// Up to when everything has been read, if it has ever been read to an end.
    public var readUpTo: Instant?
    /// From when on it has been read or is being read; nil for streams without windows, and where nobody noted it.
    public var readFrom: Instant?

    /// The text to store.
    public var cursor: String {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.member("readUpTo", readUpTo)
        json.member("readFrom", readFrom)
        if let page {
            json.member("windowStart", page.window?.lowerBound)
            json.member("windowEnd", page.window?.upperBound)
            json.member("until", page.until)
            json.member("continuation", page.continuation)
            json.key("page")
            json.integer(page.number)
            json.member("digest", page.digest)
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
    /// - Throws: ``AdapterError`` `cursor` where it is not exactly what ``cursor`` makes: a position that is half
    ///   understood would leave something out without a word.
    public init(cursor text: String) throws(AdapterError) {
        guard let value = try? Value(json: Array(text.utf8)) else { throw Self.unreadable }
        self.init(value)
        guard cursor == text, page.map({ (1...AdapterLimits.maxPages).contains($0.number) }) ?? true else {
            throw Self.unreadable
        }
    }

    private static let unreadable = AdapterError(
        .cursor,
        "The stored cursor cannot be read; run with --full to start again."
    )

    private init(_ value: Value) {
        readUpTo = Self.instant(value["readUpTo"])
        readFrom = Self.instant(value["readFrom"])
        guard let until = Self.instant(value["until"]) else { return }
        var window: ClosedRange<Instant>?
        if let start = Self.instant(value["windowStart"]), let end = Self.instant(value["windowEnd"]), start <= end {
            window = start...end
        }
        let number = value["page"]?.scalar.flatMap { Int($0) } ?? 1
        page = Page(
            window: window,
            until: until,
            continuation: value["continuation"]?.scalar,
            number: number,
            digest: value["digest"]?.scalar
        )
    }

    private static func instant(_ value: Value?) -> Instant? {
        guard let instant = value?.scalar.flatMap({ Int64($0) }).map({ Instant(milliseconds: $0) }) else { return nil }
        // Times that cannot be written in a request are no times of a cursor.
        return Instant(iso8601: instant.iso8601) == instant ? instant : nil
    }
}
