import BoundedJSON
import Foundation
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    @Test("members and elements are separated by the writer")
    func commas() {
        let text = text { writer in
            writer.beginObject()
            writer.key("a")
            writer.integer(1)
            writer.key("b")
            writer.beginArray()
            writer.bool(true)
            writer.null()
            writer.beginObject()
            writer.endObject()
            writer.raw("1.50")
            writer.beginArray()
            writer.endArray()
            writer.endArray()
            writer.key("c")
            writer.string("d")
            writer.endObject()
        }
        #expect(text == #"{"a":1,"b":[true,null,{},1.50,[]],"c":"d"}"#)
    }

    @Test("lines start afresh")
    func lines() {
        let text = text { writer in
            writer.integer(1)
            writer.newline()
            writer.string("x")
            writer.newline()
        }
        #expect(text == "1\n\"x\"\n")
    }

    @Test("quotes, backslashes and control characters are escaped and nothing else")
    func escaping() throws {
        let all = (0..<0x80).compactMap(Unicode.Scalar.init).map(String.init).joined() + "é€🍪\u{2028}"
        for written in [text { $0.string(all) }, text { $0.string(utf8: Array(all.utf8).span) }] {
            let read = try JSONSerialization.jsonObject(with: Data(written.utf8), options: [.fragmentsAllowed])
            #expect(read as? String == all)
            #expect(written.contains(#"\u0000"#))
            #expect(written.contains(#"\u001f"#))
            #expect(written.contains(#"\""#) && written.contains(#"\\"#) && written.contains(#"\n"#))
            #expect(written.contains("/") && !written.contains(#"\/"#))
            #expect(written.hasSuffix("é€🍪\u{2028}\""))
        }
        #expect(text { $0.key("a\"b") } == #""a\"b":"#)
    }

    @Test(
        "integers over the whole width",
        arguments: [0, 1, -1, 9, 10, 99, 100, 65_535, 1_700_438_400_000, .max, .min] as [Int64]
    )
    func integers(value: Int64) {
        #expect(text { $0.integer(value) } == String(value))
    }

    @Test("forgetting keeps the memory and nothing else")
    func reuse() {
        var writer = JSONWriter()
        writer.beginArray()
        writer.integer(1)
        writer.removeAll()
        writer.integer(2)
        #expect(writer.bytes == Array("2".utf8))
    }
}
