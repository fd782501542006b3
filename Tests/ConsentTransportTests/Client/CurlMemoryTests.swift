import CurlMemory
import Foundation
import Testing

@Suite("libcurl's memory")
struct CurlMemoryTests {
    /// Runs work on a thread of its own, which keeps blocks; returns once it has ended.
    private func onKeepingThread(_ work: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                #expect(curl_memory_begin())
                work()
                curl_memory_end()
                #expect(curl_memory_kept() == 0)
                continuation.resume()
            }
        }
    }

    @Test(
        "a block that was given back is handed out again, to whoever asks for its class",
        arguments: [1, 16, 700, 2048]
    )
    func again(bytes: Int) async {
        await onKeepingThread {
            let first = curl_memory_malloc(bytes)
            curl_memory_free(first)
            #expect(curl_memory_kept() >= bytes)
            let second = curl_memory_malloc(bytes)
            #expect(first == second && curl_memory_kept() == 0)
            curl_memory_free(second)
        }
    }

    @Test("nothing is kept on a thread that has not begun, nor of a block that is too large")
    func notKept() async {
        curl_memory_free(curl_memory_malloc(64))
        #expect(curl_memory_kept() == 0)
        await onKeepingThread {
            curl_memory_free(curl_memory_malloc(32 << 10))
            #expect(curl_memory_kept() == 32 << 10)
            curl_memory_free(curl_memory_malloc(32 << 10 + 1))
            #expect(curl_memory_kept() == 32 << 10)
            curl_memory_free(nil)
        }
    }

    @Test("no more is kept than the limit")
    func limit() async {
        await onKeepingThread {
            let blocks = (0..<curl_memory_most_kept() / 1024 + 10).map { _ in curl_memory_malloc(1024) }
            for block in blocks { curl_memory_free(block) }
            #expect(curl_memory_kept() == curl_memory_most_kept())
        }
    }

    @Test("zeroed memory is zero although it was used before, and sizes that overflow are refused")
    func zeroed() async {
        await onKeepingThread {
            let used = curl_memory_malloc(200)
            used?.initializeMemory(as: UInt8.self, repeating: 0xAA, count: 200)
            curl_memory_free(used)
            let zeroed = curl_memory_calloc(20, 10)
            #expect(used == zeroed)
            #expect(UnsafeRawBufferPointer(start: zeroed, count: 200).allSatisfy { $0 == 0 })
            curl_memory_free(zeroed)
            #expect(curl_memory_calloc(Int.max, 3) == nil)
            #expect(curl_memory_malloc(Int(bitPattern: UInt.max)) == nil)
        }
    }

    @Test("any order of the five functions keeps what every block holds, given back wherever")
    func contents() async {
        let seed = UInt64.random(in: 0 ... .max)
        let exchange = Exchange()
        await onKeepingThread {
            var random = SeededGenerator(seed: seed)
            var held: [Block] = []
            for round in 0..<20_000 {
                // Mostly small, now and then one that is not kept.
                let bytes = Int.random(in: 1...(round % 8 == 0 ? 40_000 : 600), using: &random)
                let place = held.indices.randomElement(using: &random)
                switch (Int.random(in: 0..<5, using: &random), place) {
                case (2, let place?): held[place].grow(to: bytes)
                case (3, let place?): held.remove(at: place).free(seed)
                case (4, let place?) where round % 50 == 0: exchange.give(held.remove(at: place))
                default: held.append(Block(round, bytes: bytes, zeroed: round.isMultiple(of: 2)))
                }
            }
            for block in held { block.free(seed) }
        }
        await onKeepingThread { for block in exchange.takeAll() { block.free(seed) } }
    }

    @Test("texts are copied with their end")
    func texts() {
        let copy = curl_memory_strdup("consent")
        #expect(copy.map { String(cString: $0) } == "consent")
        curl_memory_free(copy)
    }
}

/// A block with a pattern in it that is looked at before it is given back.
private struct Block: @unchecked Sendable {
    private var start: UnsafeMutableRawPointer?
    private var count: Int
    private let pattern: UInt8

    init(_ number: Int, bytes: Int, zeroed: Bool) {
        start = zeroed ? curl_memory_calloc(1, bytes) : curl_memory_malloc(bytes)
        count = bytes
        pattern = UInt8(truncatingIfNeeded: number)
        fill()
    }

    private func fill() {
        start?.initializeMemory(as: UInt8.self, repeating: pattern, count: count)
    }

    mutating func grow(to bytes: Int) {
        let kept = min(count, bytes)
        start = curl_memory_realloc(start, bytes)
        #expect(UnsafeRawBufferPointer(start: start, count: kept).allSatisfy { $0 == pattern })
        count = bytes
        fill()
    }

    func free(_ seed: UInt64) {
        #expect(start != nil && Int(bitPattern: start) % 16 == 0)
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        #expect(bytes.allSatisfy { $0 == pattern }, "seed \(seed)")
        curl_memory_free(start)
    }
}

/// Blocks on their way to another thread.
private final class Exchange: @unchecked Sendable {
    private let lock = NSLock()
    private var blocks: [Block] = []

    func give(_ block: Block) { lock.withLock { blocks.append(block) } }

    func takeAll() -> [Block] { lock.withLock { blocks } }
}
