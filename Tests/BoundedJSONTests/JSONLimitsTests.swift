import BoundedJSON
import Testing

/// Every limit at its value and one above.
@Suite("JSON limits")
struct JSONLimitsTests {
    @Test("size in bytes")
    func size() {
        let limits = JSONLimits(maxBytes: 10)
        #expect(refusal("\"12345678\"", limits: limits) == nil)
        #expect(refusal("\"123456789\"", limits: limits) == .tooLarge)
    }

    @Test("depth, at the default and at another value", arguments: [1, 3, 64])
    func depth(levels: Int) {
        let limits = levels == 64 ? .standard : JSONLimits(maxDepth: levels)
        func nested(_ count: Int) -> String {
            String(repeating: "[", count: count) + String(repeating: "]", count: count)
        }
        #expect(refusal(nested(levels), limits: limits) == nil)
        #expect(refusal(nested(levels + 1), limits: limits) == .tooDeep)
    }

    @Test("a hundred thousand open brackets are refused at the limit")
    func bracketBomb() {
        #expect(refusal(String(repeating: "[", count: 100_000)) == .tooDeep)
        #expect(refusal(String(repeating: "{\"a\":", count: 100_000)) == .tooDeep)
    }

    @Test("members of an object and elements of an array")
    func members() {
        let limits = JSONLimits(maxMembers: 3)
        #expect(refusal("[1,2,3]", limits: limits) == nil)
        #expect(refusal("[1,2,3,4]", limits: limits) == .tooManyMembers)
        #expect(refusal(#"{"a":1,"b":2,"c":3}"#, limits: limits) == nil)
        #expect(refusal(#"{"a":1,"b":2,"c":3,"d":4}"#, limits: limits) == .tooManyMembers)
        #expect(refusal("[[1,2,3],[1,2,3],[1,2,3]]", limits: limits) == nil)
    }

    @Test("values in the whole text")
    func values() {
        let limits = JSONLimits(maxValues: 4)
        #expect(refusal("[1,[2],3]".replacing("[2]", with: "2"), limits: limits) == nil)
        #expect(refusal("[1,[2],3]", limits: limits) == .tooManyValues)
    }

    @Test("length of strings and keys")
    func strings() {
        let limits = JSONLimits(maxStringBytes: 4)
        #expect(refusal(#"{"abcd":"ééx"}"#, limits: limits) == .stringTooLong)
        #expect(refusal(#"{"abcd":"éé"}"#, limits: limits) == nil)
        #expect(refusal(#"{"abcde":1}"#, limits: limits) == .stringTooLong)
        #expect(refusal(#""\n\n""#, limits: limits) == nil)
        #expect(refusal(#""\n\nx""#, limits: limits) == .stringTooLong)
    }

    @Test("length of numbers")
    func numbers() {
        #expect(refusal(String(repeating: "9", count: 64)) == nil)
        #expect(refusal(String(repeating: "9", count: 65)) == .numberTooLong)
    }
}
