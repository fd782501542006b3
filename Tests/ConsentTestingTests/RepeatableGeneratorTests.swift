import ConsentTesting
import Testing

@Suite("A repeatable generator")
struct RepeatableGeneratorTests {
    @Test("gives the published numbers of SplitMix64")
    func published() {
        var random = RepeatableGenerator(seed: 1_234_567)
        let numbers = (0..<5).map { _ in random.next() }
        #expect(
            numbers == [
                6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
                4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
            ]
        )
    }

    @Test("prints its seed, and gives the same again for it")
    func repeats() {
        var first = RepeatableGenerator.unseeded()
        var second = RepeatableGenerator(seed: first.seed)
        #expect(first.description == "seed \(first.seed)")
        #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() }, "\(first)")
    }

    @Test("stays inside a range and reaches both of its ends")
    func ranges() {
        var random = RepeatableGenerator(seed: 7)
        let numbers = Set((0..<1_000).map { _ in random.number(in: -3..<4) })
        #expect(numbers == Set(-3..<4))
        #expect(random.number(in: 5..<5) == 5)
        #expect((Int64.min..<Int64.max).contains(random.number(in: Int64.min..<Int64.max)))
        #expect(random.element(of: [Int]()) == nil)
    }

    @Test("has independent streams for the items of one seed")
    func streams() {
        let starts = Set(
            (0..<10_000 as Range<UInt64>).map { stream in
                var random = RepeatableGenerator(seed: 1, stream: stream)
                return random.next()
            }
        )
        #expect(starts.count == 10_000)
    }
}
