/// The bits of a segment as ``SegmentBits`` has them, for whoever shows a string: everything that is read from them is
/// told to a trace.
struct TracedBits: SegmentSource {
    private var bits = SegmentBits()
    private let trace: FieldTrace

    init() { self.init(FieldTrace([])) }

    init(_ trace: FieldTrace) { self.trace = trace }

    static var isListening: Bool { true }

    func note(_ event: @autoclosure () -> FieldEvent) { trace.take(event()) }

    var bitCount: Int { bits.bitCount }

    func bits(at position: Int, count: Int) -> UInt64 { bits.bits(at: position, count: count) }

    mutating func load(_ text: Span<UInt8>, from start: Int) -> Int {
        let end = bits.load(text, from: start)
        trace.begin(characters: start..<end, bits: bits)
        return end
    }

    static func firstForeign(in text: Span<UInt8>, from start: Int) -> Int {
        SegmentBits.firstForeign(in: text, from: start)
    }
}
