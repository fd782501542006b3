import Foundation

/// Answers lines one after the other, in memory that it keeps.
protocol LineAnswering: Sendable {
    /// Appends the answer to a line.
    mutating func answer(_ line: ArraySlice<UInt8>) throws

    /// The answers so far; forgets them and keeps their memory.
    mutating func withAnswers(_ body: ([UInt8]) -> Void)

    /// How many lines could not be answered well, since the start.
    var failures: Int { get }
}

/// Answers the lines of standard input on all processors, in the order of the input.
///
/// A thread reads pieces of whole lines, tasks answer them, and each answer waits for those before it. No more than a few
/// pieces are under way, so memory does not grow with the input, and no answer waits for later input.
struct ParallelLines<Answerer: LineAnswering> {
    private let makeAnswerer: @Sendable () -> Answerer
    private let maxPieces = 2 * ProcessInfo.processInfo.activeProcessorCount + 2

    init(_ makeAnswerer: @escaping @Sendable () -> Answerer) { self.makeAnswerer = makeAnswerer }

    /// Answers all lines.
    ///
    /// - Returns: how many could not be answered well.
    /// - Throws: what answering a line threw; the answers to the lines of the pieces before it have been written by then.
    func run() async throws -> Int {
        // Made empty, since one that is let go with less than it was made with ends the program.
        let room = DispatchSemaphore(value: 0)
        for _ in 0..<maxPieces { room.signal() }
        let pieces = Self.read(room)
        let answers = OrderedAnswers(room: room, makeAnswerer)
        var number = 0
        try await withThrowingDiscardingTaskGroup { group in
            for await piece in pieces {
                let ownNumber = number
                number += 1
                group.addTask {
                    var answerer = await answers.answerer()
                    for range in piece.ranges { try answerer.answer(piece.bytes[range]) }
                    await answers.deliver(answerer, number: ownNumber)
                }
            }
        }
        return await answers.failures
    }

    /// Pieces of standard input, each once there is room for it.
    private static func read(_ room: DispatchSemaphore) -> AsyncStream<LinePiece> {
        let (pieces, continuation) = AsyncStream.makeStream(of: LinePiece.self)
        Thread.detachNewThread {
            var reader = LineReader()
            while true {
                room.wait()
                guard let piece = reader.nextPiece() else { break }
                continuation.yield(piece)
            }
            continuation.finish()
        }
        return pieces
    }
}

/// Writes answers in the order of their pieces, and hands out whoever has none to give.
private actor OrderedAnswers<Answerer: LineAnswering> {
    private let room: DispatchSemaphore
    private let makeAnswerer: @Sendable () -> Answerer
    private var idle: [Answerer] = []
    /// Those whose answers wait for others, by the number of their piece.
    private var waiting: [Int: Answerer] = [:]
    private var nextNumber = 0

    init(room: DispatchSemaphore, _ makeAnswerer: @escaping @Sendable () -> Answerer) {
        self.room = room
        self.makeAnswerer = makeAnswerer
    }

    var failures: Int { idle.reduce(0) { $0 + $1.failures } }

    func answerer() -> Answerer { idle.popLast() ?? makeAnswerer() }

    func deliver(_ answerer: Answerer, number: Int) {
        waiting[number] = answerer
        while var next = waiting.removeValue(forKey: nextNumber) {
            next.withAnswers { StandardOutput.write($0) }
            idle.append(next)
            nextNumber += 1
            room.signal()
        }
    }
}
