import Synchronization

/// An answer whose header has come and whose body is read while it arrives.
public struct HTTPStream: Sendable {
    /// Status and header; its own body is empty, and its facts are those of the moment.
    public var head: HTTPResponse
    /// The body.
    public let body: HTTPBody

    /// Makes a stream from its parts.
    public init(head: HTTPResponse, body: HTTPBody) {
        self.head = head
        self.body = body
    }
}

/// The body of an answer in chunks, read once, by one task at a time.
///
/// Reading sets the pace: what nobody takes is not fetched, but for a buffer of fixed size. Letting go of the body, or
/// cancelling the task that reads, ends the exchange. It ends with nil only after the last byte; every other end throws.
public struct HTTPBody: AsyncSequence, Sendable {
    /// A piece of the body, never empty.
    public typealias Element = [UInt8]

    private let pull: @Sendable () async throws(TransportError) -> [UInt8]?

    /// Makes a body from a function that gives the next chunk, and nil after the last one.
    public init(_ pull: @escaping @Sendable () async throws(TransportError) -> [UInt8]?) {
        self.pull = pull
    }

    /// Makes a body from bytes at hand.
    public init(_ bytes: [UInt8]) {
        let rest = Rest(bytes)
        self.init { () throws(TransportError) in rest.take() }
    }

    /// All that is left, for a body that is known to be small.
    ///
    /// Throws `bodyTooLarge` as soon as there is more than `limit`.
    public func collect(upTo limit: Int) async throws(TransportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while let chunk = try await pull() {
            guard chunk.count <= limit - bytes.count else {
                throw TransportError(.bodyTooLarge, "The answer is longer than \(limit) bytes; ask for less at a time.")
            }
            bytes += chunk
        }
        return bytes
    }

    /// Begins to read where the last reader stopped.
    public func makeAsyncIterator() -> Iterator {
        Iterator(pull: pull)
    }

    /// Reads the body.
    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let pull: @Sendable () async throws(TransportError) -> [UInt8]?

        /// The next chunk; nil after the last byte.
        public mutating func next() async throws(TransportError) -> [UInt8]? {
            try await pull()
        }

        /// The next chunk; nil after the last byte.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(TransportError) -> [UInt8]? {
            try await pull()
        }
    }

    /// Bytes that are handed out once.
    private final class Rest: Sendable {
        private let bytes: Mutex<[UInt8]>

        init(_ bytes: [UInt8]) {
            self.bytes = Mutex(bytes)
        }

        func take() -> [UInt8]? {
            bytes.withLock { bytes in
                defer { bytes = [] }
                return bytes.isEmpty ? nil : bytes
            }
        }
    }
}
