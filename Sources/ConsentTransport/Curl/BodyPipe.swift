/// The way of a streamed body from libcurl to its reader: a buffer of limited size, and whoever waits for more. Only the
/// loop's thread touches it.
final class BodyPipe {
    /// What a reader gets: a chunk, nil after the last byte, or why there is no more.
    typealias Step = Result<[UInt8]?, TransportError>

    private let capacity: Int
    private var buffer: [UInt8] = []
    private var ending: Result<Void, TransportError>?
    private var reader: CheckedContinuation<Step, Never>?

    /// Whether libcurl was told to wait because the buffer is full.
    var isPaused = false

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Whether no more bytes may be taken for now. A piece that begins below the capacity is taken as a whole.
    var isFull: Bool { buffer.count >= capacity }

    /// Takes bytes from libcurl.
    func write(_ bytes: UnsafeRawBufferPointer) {
        if let waiting = reader {
            reader = nil
            waiting.resume(returning: .success(Array(bytes)))
        } else {
            buffer.append(contentsOf: bytes)
        }
    }

    /// Notes how the body ended. Bytes that came before can still be read.
    func finish(_ ending: Result<Void, TransportError>) {
        guard self.ending == nil else { return }
        self.ending = ending
        reader?.resume(returning: ending.map { nil })
        reader = nil
    }

    /// All bytes at hand or the end; nil where there is nothing to say yet.
    func next() -> Step? {
        guard buffer.isEmpty else {
            defer { buffer = [] }
            return .success(buffer)
        }
        return ending.map { $0.map { nil } }
    }

    /// Lets a reader wait for the next bytes. A second one is sent away: it could get only part of the body.
    func wait(_ reader: CheckedContinuation<Step, Never>) {
        guard self.reader == nil else {
            reader.resume(returning: .failure(.invalidRequest("two tasks read the same body")))
            return
        }
        self.reader = reader
    }
}

/// The reader's end of a streamed body. Letting go of it ends the exchange.
final class StreamedBody: Sendable {
    private let loop: CurlLoop
    private let transfer: Transfer

    init(_ transfer: Transfer, on loop: CurlLoop) {
        self.loop = loop
        self.transfer = transfer
    }

    deinit {
        let (loop, transfer) = (loop, transfer)
        Task { await loop.cancel(transfer) }
    }

    func next() async throws(TransportError) -> [UInt8]? {
        let step = await withTaskCancellationHandler {
            await loop.read(transfer)
        } onCancel: {
            Task { await loop.cancel(transfer) }
        }
        // What is left in the buffer is of no use to a cancelled task.
        guard !Task.isCancelled else { throw .cancelled }
        return try step.get()
    }
}
