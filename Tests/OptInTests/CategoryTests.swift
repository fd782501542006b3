import OptIn
import Testing

@Suite("The eight categories")
struct CategoryTests {
    @Test("they have the ids of adobe.OptInCategories, in the library's order")
    func ids() {
        let ids = ["aam", "adcloud", "aa", "campaign", "ecid", "livefyre", "target", "mediaaa"]
        #expect(Category.allCases.map(\.rawValue) == ids)
    }

    @Test("they have the names of that enumeration")
    func enumNames() {
        let names = ["AAM", "ADCLOUD", "ANALYTICS", "CAMPAIGN", "ECID", "LIVEFYRE", "TARGET", "MEDIA_ANALYTICS"]
        #expect(Category.allCases.map(\.enumName) == names)
    }

    @Test("each has one bit, counted in the same order, because masks are stored")
    func bits() {
        #expect(Category.allCases.map(\.index) == Array(0...7))
        #expect(Category.allCases.map { CategorySet([$0]).rawValue } == [1, 2, 4, 8, 16, 32, 64, 128])
        #expect(CategorySet(Category.allCases) == .all)
    }

    @Test("an id is compared exactly", arguments: ["AAM", " aam", "aam ", "videoaa", "", "ａａ"])
    func otherSpellings(text: String) {
        #expect(Category(rawValue: text) == nil)
    }

    @Test("every stored byte is a set, and its categories make the byte again")
    func everyMask() {
        for mask in UInt8.min...UInt8.max {
            let set = CategorySet(rawValue: mask)
            #expect(CategorySet(set.categories) == set)
            #expect(set.categories.count == mask.nonzeroBitCount)
            #expect(Category.allCases.filter(set.contains) == set.categories)
        }
    }

    @Test("each has a title of its own for people")
    func titles() {
        #expect(Set(Category.allCases.map(\.title)).count == 8)
    }
}
