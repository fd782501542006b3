import BoundedJSON
import Testing

@Suite("JSON reader")
struct JSONReaderTests {
    @Test("tokens come in the order of the text")
    func order() throws {
        var reader = JSONReader(
            Array(#" { "a" : [ 1 , -2.5e3 , true , null ] , "b\n" : "x\u00e9\ud83c\udf6a" } "#.utf8)
        )
        #expect(try reader.next() == .beginObject)
        guard case .key(let first) = try reader.next() else {
            Issue.record("a key was expected")
            return
        }
        #expect(reader.text(of: first) == "a")
        #expect(reader.isEqual(first, to: "a"))
        #expect(!reader.isEqual(first, to: "b"))
        #expect(try reader.next() == .beginArray)
        guard case .number(let one) = try reader.next(), case .number(let other) = try reader.next() else {
            Issue.record("two numbers were expected")
            return
        }
        #expect(reader.integer(of: one) == 1)
        #expect(reader.integer(of: other) == nil)
        #expect(reader.text(of: other) == "-2.5e3")
        #expect(try reader.next() == .bool(true))
        #expect(try reader.next() == .null)
        #expect(try reader.next() == .endArray)
        guard case .key(let second) = try reader.next(), case .string(let value) = try reader.next() else {
            Issue.record("a member was expected")
            return
        }
        #expect(second.hasEscapes)
        #expect(reader.isEqual(second, to: "b\n"))
        #expect(reader.text(of: value) == "xé🍪")
        #expect(try reader.next() == .endObject)
        #expect(try reader.next() == .end)
        #expect(try reader.next() == .end)
    }

    @Test(
        "integers are read exactly or not at all",
        arguments: [
            ("0", 0), ("-0", 0), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("-9223372036854775809", nil), ("1.0", nil), ("1e2", nil),
        ] as [(String, Int64?)]
    )
    func integers(text: String, value: Int64?) throws {
        var reader = JSONReader(Array(text.utf8))
        guard case .number(let number) = try reader.next() else {
            Issue.record("a number was expected")
            return
        }
        #expect(reader.integer(of: number) == value)
        #expect(reader.text(of: number) == text)
    }

    @Test(
        "every escape is undone",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00E4\u20ac""#, "Aä€"),
            (#""\uD834\uDD1E""#, "𝄞"), (#""\u0000""#, "\0"), (#""a\u0062c""#, "abc"),
        ]
    )
    func escapes(text: String, value: String) throws {
        var reader = JSONReader(Array(text.utf8))
        guard case .string(let string) = try reader.next() else {
            Issue.record("a string was expected")
            return
        }
        #expect(reader.text(of: string) == value)
        var bytes: [UInt8] = [1]
        reader.appendUTF8(of: string, to: &bytes)
        #expect(bytes == [1] + Array(value.utf8))
    }

    @Test("skipping passes over a whole value and checks it as strictly as reading")
    func skipping() throws {
        var reader = JSONReader(Array(#"{"skip":{"a":[1,{"b":[]}],"c":"]}"},"keep":7}"#.utf8))
        #expect(try reader.next() == .beginObject)
        _ = try reader.next()
        try reader.skipValue()
        guard case .key(let key) = try reader.next(), case .number(let number) = try reader.next() else {
            Issue.record("a member was expected")
            return
        }
        #expect(reader.isEqual(key, to: "keep"))
        #expect(reader.integer(of: number) == 7)

        var damaged = JSONReader(Array(#"{"skip":[1,{"b":tru}],"keep":7}"#.utf8))
        _ = try damaged.next()
        _ = try damaged.next()
        #expect(throws: JSONError.self) { try damaged.skipValue() }
    }

    @Test("elements of an array are skipped one by one")
    func skippingElements() throws {
        var reader = JSONReader(Array(#"[[1,2],{"a":3},4]"#.utf8))
        #expect(try reader.next() == .beginArray)
        var elements = 0
        while true {
            let token = try reader.next()
            if token == .endArray { break }
            try reader.skipRest(of: token)
            elements += 1
        }
        #expect(elements == 3)
        #expect(try reader.next() == .end)
    }

    @Test("an error names the byte at which the text goes wrong")
    func position() {
        do throws(JSONError) {
            _ = try tokens(#"{"a": 1, "b": 02}"#)
            Issue.record("the leading zero was accepted")
        } catch {
            #expect(error.code == .invalidNumber)
            #expect(error.byteOffset == 14)
            #expect(!error.description.contains("02"))
        }
    }
}
