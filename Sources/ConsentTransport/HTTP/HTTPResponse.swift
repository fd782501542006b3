/// One complete answer.
///
/// Its description shows the status and sizes, nothing of the header or the body.
public struct HTTPResponse: Sendable {
    /// What the exchange cost, for metrics.
    public struct Facts: Sendable, Equatable {
        /// Connections that had to be opened: 0 means that a pooled one was used.
        public var connects: Int
        /// Body bytes as they came over the wire, before decompression.
        public var bodyBytesOnWire: Int
        private let totalMicroseconds: Int
        private let microsecondsToFirstByte: Int

        /// Time from start to last byte.
        public var totalTime: Duration { .microseconds(totalMicroseconds) }
        /// Time from start to the first byte of the answer.
        public var timeToFirstByte: Duration { .microseconds(microsecondsToFirstByte) }

        /// Makes the facts of an exchange; a double in a test may leave them all at zero.
        public init(
            connects: Int = 0,
            bodyBytesOnWire: Int = 0,
            totalMicroseconds: Int = 0,
            microsecondsToFirstByte: Int = 0
        ) {
            self.connects = connects
            self.bodyBytesOnWire = bodyBytesOnWire
            self.totalMicroseconds = totalMicroseconds
            self.microsecondsToFirstByte = microsecondsToFirstByte
        }
    }

    /// The status code, 200 to 599 as a rule.
    public var status: Int
    /// Header fields of the final answer in order; those of interim answers and trailers are left out.
    public var headers: HTTPFields
    /// The body after decompression.
    public var body: [UInt8]
    /// What it cost.
    public var facts: Facts
    /// Whether the rules of the session say that this answer means "there is nothing", as a declared 404 does.
    public var meansNoData: Bool

    /// Makes an answer.
    public init(
        status: Int,
        headers: HTTPFields = [:],
        body: [UInt8] = [],
        facts: Facts = Facts(),
        meansNoData: Bool = false
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.facts = facts
        self.meansNoData = meansNoData
    }
}

extension HTTPResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The status and the sizes, nothing else.
    public var description: String {
        "status \(status), \(headers.count) header fields, \(body.count) body bytes"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// A mirror that shows the status only.
    public var customMirror: Mirror { Mirror(self, children: ["status": status]) }
}
