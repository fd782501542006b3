import OptIn
import Testing

@Suite("Text becomes categories at one place")
struct CategoryParsingTests {
    @Test("ids that exist make a set, in any order and however often")
    func good() throws {
        #expect(try CategorySet(parsing: ["aa"]) == CategorySet([.aa]))
        #expect(try CategorySet(parsing: ["ecid", "aa", "ecid"]) == CategorySet([.aa, .ecid]))
        #expect(try CategorySet(parsing: Category.allCases.map(\.rawValue)) == .all)
    }

    @Test(
        "one unknown id, or none at all, is refused with the library's own sentence",
        arguments: [[], ["AA"], ["aa", "nope"], ["videoaa"], ["iabConsentHash"], [""], [" aa"], ["aa,ecid"]]
    )
    func bad(ids: [String]) {
        let error = #expect(throws: OptInError.self) { try CategorySet(parsing: ids) }
        #expect(
            error?.description == "[OptIn] Invalid category(-ies). Please use the `OptIn.Categories` enum."
        )
    }
}
