import BoundedJSON
import ConsentStrings
import Testing

@testable import ConsentTranslation

@Suite("A TC string as a value")
struct TCStringValueTests {
    private func states(_ string: TCText) throws -> [String: String] {
        let value = try TCStringValue.value(decoding: string.text, path: "tc")
        guard case .object(let purposes)? = value["purposes"] else { return [:] }
        return Dictionary(uniqueKeysWithValues: purposes.members.map { ($0.name, $0.value.scalar ?? "") })
    }

    @Test("the purposes are those of the string's policy version: 10 before version 4, 11 from then on")
    func purposesByPolicyVersion() throws {
        for version in [1, 2, 3, 4, 5, 6] {
            var string = TCText()
            string.policyVersion = version
            let wanted = (1...(version < 4 ? 10 : 11)).map(String.init)
            #expect(try states(string).keys.sorted() == wanted.sorted(), "policy version \(version)")
        }
    }

    @Test("a purpose without its bit is denied")
    func denied() throws {
        var string = TCText()
        string.purposes = [1, 3, 10]
        let states = try states(string)
        #expect(states.filter { $0.value == "granted" }.keys.sorted() == ["1", "10", "3"])
        #expect(states.filter { $0.value == "denied" }.count == 8)
    }

    @Test("with PurposeOneTreatment purpose 1 was not asked, so its bit is neither grant nor refusal")
    func purposeOneTreatment() throws {
        var string = TCText()
        string.purposeOneTreatment = true
        string.purposes = [10]
        #expect(try states(string)["1"] == "none")
        #expect(try states(string)["2"] == "denied")
        string.purposes = [1, 10]
        #expect(try states(string)["1"] == "none")
    }

    @Test("the string itself, its times, its policy version and its scope come along")
    func others() throws {
        var string = TCText()
        string.created = "2026-01-10T00:00:00Z"
        string.lastUpdated = "2026-03-02T09:15:04.1Z"
        string.isServiceSpecific = false
        let value = try TCStringValue.value(decoding: string.text, path: "tc")
        #expect(value["text"] == .text(string.text))
        #expect(value["created"] == .number("1768003200000"))
        #expect(value["lastUpdated"] == .number("1772442904100"))
        #expect(value["policyVersion"] == .number("5"))
        #expect(value["serviceSpecific"] == .bool(false))
    }

    @Test("the decoded string is at hand for the same text alone, and no part of the value")
    func known() throws {
        let text = TCText().text
        let made = try TCStringValue.value(decoding: text, path: "tc")
        guard case .object(let object) = made else {
            Issue.record("an object was expected")
            return
        }
        #expect(try object.known.decoded(of: text)?.value == TCString(text))
        #expect(object.known.decoded(of: text + ".") == nil)
        var json = JSONWriter()
        made.write(into: &json)
        let read = try Value(json: json.bytes)
        #expect(made == read)
        #expect(Set([made, read]).count == 1)
    }

    @Test("a string that does not decode is an error that does not repeat it")
    func undecodable() {
        let text = String(TCText().text.dropLast(8))
        do {
            _ = try TCStringValue.value(decoding: text, path: "tc")
            Issue.record("it must fail")
        } catch {
            #expect(error.code == .invalidString)
            #expect(error.path == "tc")
            #expect(!error.description.contains(text.prefix(12)))
        }
    }
}
