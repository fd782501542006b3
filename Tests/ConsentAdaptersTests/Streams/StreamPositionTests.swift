@testable import ConsentAdapters
import ConsentTranslation
import Testing

@Suite("The cursor of a stream")
struct StreamPositionTests {
    @Test("any position is read as it was written")
    func roundTrip() throws {
        var random = RepeatableRandom(seed: 0xC0)
        let instant = { (random: inout RepeatableRandom) in
            Instant(milliseconds: Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random))
        }
        for _ in 0..<2_000 {
            var position = StreamPosition()
            if Bool.random(using: &random) { position.readUpTo = instant(&random) }
            if Bool.random(using: &random) { position.readFrom = instant(&random) }
            if Bool.random(using: &random) {
                let ends = [instant(&random), instant(&random)].sorted()
                position.page = StreamPosition.Page(
                    window: Bool.random(using: &random) ? ends[0]...ends[1] : nil,
                    until: instant(&random),
                    continuation: random.pick([nil, "", "a", #"{"compositeToken":"ä\" \n😀"}"#]),
                    number: Int.random(in: 1...20_000, using: &random),
                    digest: random.pick([nil, "0a1b"])
                )
            }
            #expect(try StreamPosition(cursor: position.cursor) == position, "\(random)")
        }
    }

    @Test("a position with nothing read and one that has read everything have a text too")
    func simple() throws {
        #expect(StreamPosition().cursor == "{}")
        #expect(StreamPosition(readUpTo: Instant(milliseconds: 5)).cursor == #"{"readUpTo":5}"#)
    }

    @Test(
        "a text that is no cursor is refused: starting from nothing would be worse than stopping",
        arguments: [
            "", " ", "x", "[]", "null", "7", "\"\"", "{", #"{"readUpTo":"yesterday"}"#, #"{"readUpTo":null}"#,
            #"{"readUpto":5}"#, #"{"readUpTo":5,"more":1}"#, #"{"until":"x","page":1}"#, #"{"until":5}"#,
            #"{"until":5,"page":0}"#, #"{"until":5,"page":-1}"#, #"{"until":5,"page":"1"}"#, #"{"page":1}"#,
            #"{"until":5,"page":9223372036854775807}"#, #"{"windowStart":1,"until":5,"page":1}"#,
            #"{"windowStart":2,"windowEnd":1,"until":5,"page":1}"#, #"{"windowEnd":1,"until":5,"page":1}"#,
            #"{"until":5,"continuation":{},"page":1}"#, #"{"until":5,"continuation":7,"page":1}"#,
            #"{"readFrom":"x"}"#, #"{"readFrom":1,"readUpTo":2}"#,
            #"{"readUpTo":9223372036854775807}"#, #"{"readUpTo":-9223372036854775808}"#, #"{"readUpTo":5} "#,
        ]
    )
    func damaged(text: String) {
        let error = #expect(throws: AdapterError.self) { try StreamPosition(cursor: text) }
        #expect(error?.code == .cursor)
    }

    @Test("a cursor cut off anywhere is refused")
    func cutAnywhere() throws {
        let page = StreamPosition.Page(
            window: at("2026-11-01T00:00:00Z")...at("2026-11-07T00:00:00Z"),
            until: at("2026-11-20T00:00:00Z"),
            continuation: "token",
            number: 7
        )
        var position = StreamPosition(page: page, readUpTo: at("2026-10-01T00:00:00Z"))
        position.readFrom = at("2026-01-01T00:00:00Z")
        let text = position.cursor
        for length in 0..<text.count {
            #expect(throws: AdapterError.self) { try StreamPosition(cursor: String(text.prefix(length))) }
        }
    }
}
