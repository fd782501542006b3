import BoundedJSON
import ConsentTranslation
import Testing

@Suite("Values of JSON payloads")
struct ValueTests {
    private func value(_ text: String) throws -> Value {
        try Value(json: Array(text.utf8))
    }

    private func text(_ value: Value) -> String {
        var json = JSONWriter()
        value.write(into: &json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test(
        "a number keeps its spelling, because ids are written as numbers too",
        arguments: ["0", "-0", "1e3", "1E+3", "100.00", "12345678901234567890", "-1.5e-10"]
    )
    func numberSpelling(number: String) throws {
        #expect(try value("[\(number)]") == .list([.number(number)]))
        #expect(text(try value("[\(number)]")) == "[\(number)]")
        #expect(try value(number).scalar == number)
    }

    @Test("members keep their order, and what is written is what was read")
    func roundTrip() throws {
        let source = #"{"z":1,"a":[null,true,false,"x\n",{}],"m":{"k":[[]]},"":""}"#
        #expect(text(try value(source)) == source)
    }

    @Test(
        "a name twice in one object is a conflict, with the same value too and however deep",
        arguments: [
            #"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"[{"x":{"a":1,"\u0061":0}}]"#,
            #"{"status":"WITHDRAWN","status":"ACTIVE"}"#,
        ]
    )
    func duplicateNames(text: String) {
        #expect(failure { try value(text) } == .conflict)
    }

    @Test("the same name in two objects is none")
    func sameNameElsewhere() throws {
        #expect(failure { try value(#"{"a":{"a":1},"b":[{"a":1},{"a":1}]}"#) } == nil)
    }

    @Test("names are found and told apart in objects too large to search", arguments: [15, 16, 17, 200])
    func largeObjects(count: Int) throws {
        let names = (0..<count).map { "k\($0)" }
        let members = names.enumerated().map { "\"\($1)\":\($0)" }
        let object = try value("{" + members.joined(separator: ",") + "}")
        for (index, name) in names.enumerated() { #expect(object[name] == .number(String(index))) }
        #expect(object["other"] == nil)
        for name in names {
            let twice = "{" + (members + ["\"\(name)\":null"]).joined(separator: ",") + "}"
            #expect(failure { try value(twice) } == .conflict)
        }
    }

    @Test(
        "what is not JSON is malformed",
        arguments: [
            "", " ", "{", "[1,]", "{\"a\":}", "{'a':1}", "nul", "01", "+1", "\"\\x\"", "1 2", "{\"a\":1}x", "<html>",
            "\u{FEFF}{}", "[\"\\ud800\"]", "NaN",
        ]
    )
    func malformed(text: String) {
        #expect(failure { try value(text) } == .malformed)
    }

    @Test("nesting is read up to the limit and refused one level deeper")
    func depth() {
        let limit = TranslationLimits.json.maxDepth
        let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
        #expect(failure { try value(nested(limit)) } == nil)
        #expect(failure { try value(nested(limit + 1)) } == .malformed)
        #expect(failure { try value(String(repeating: "[", count: 100_000)) } == .malformed)
    }

    @Test("an error does not repeat the payload")
    func silence() {
        do {
            _ = try value(#"{"secret-subject":"#)
        } catch {
            #expect(!"\(error)".contains("secret-subject"))
        }
    }

    @Test("scalars have a spelling, containers none")
    func scalars() throws {
        #expect(Value.null.scalar == "null")
        #expect(Value.bool(true).scalar == "true")
        #expect(Value.bool(false).scalar == "false")
        #expect(Value.text("").scalar?.isEmpty == true)
        #expect(Value.list([]).scalar == nil)
        #expect(Value.object(ObjectValue()).scalar == nil)
    }
}
