import BoundedJSON
import OptIn
import Testing

@Suite("Permissions: three states a category")
struct PermissionsTests {
    /// All 6,561 ways of giving eight categories one of three states.
    private func everyCombination(_ body: ([Permission]) -> Void) {
        for number in 0..<6_561 {
            var rest = number
            let states = Category.allCases.map { _ in
                defer { rest /= 3 }
                return Permission.allCases[rest % 3]
            }
            body(states)
        }
    }

    @Test("whatever each category is set to is what it says, whatever the others are")
    func statesAreIndependent() {
        everyCombination { states in
            var permissions = Permissions.undecided
            for (category, state) in zip(Category.allCases, states) { permissions[category] = state }
            #expect(Category.allCases.map { permissions[$0] } == states)
        }
    }

    @Test("the masks of approved and decided categories hold all three states")
    func masksAreEnough() {
        everyCombination { states in
            var permissions = Permissions.undecided
            for (category, state) in zip(Category.allCases, states) { permissions[category] = state }
            #expect(permissions.approved.isSubset(of: permissions.decided))
            #expect(permissions.denied == permissions.decided.subtracting(permissions.approved))
            #expect(Permissions(approved: permissions.approved, decided: permissions.decided) == permissions)
        }
    }

    @Test("a category that is approved but not decided is undecided, never approved")
    func approvedWithoutDecision() {
        let permissions = Permissions(approved: .all, decided: CategorySet([.aa]))
        #expect(permissions[.aa] == .approved)
        #expect(permissions[.target] == .undecided)
        #expect(permissions.approved == CategorySet([.aa]))
    }

    @Test("taking a decision back leaves no trace of it")
    func backToUndecided() {
        for state in Permission.allCases {
            var permissions = Permissions.undecided
            permissions[.ecid] = state
            permissions[.ecid] = .undecided
            #expect(permissions == .undecided)
        }
    }

    @Test("the permissions object has plain booleans in the library's order and leaves undecided categories out")
    func object() {
        var permissions = Permissions.undecided
        permissions[.target] = .approved
        permissions[.aam] = .denied
        #expect(text { permissions.writeObject(into: &$0) } == #"{"aam":false,"target":true}"#)
        #expect(text { Permissions.undecided.writeObject(into: &$0) } == "{}")
    }

    @Test("the states name all eight categories, undecided ones too")
    func states() {
        var permissions = Permissions.undecided
        permissions[.aa] = .approved
        permissions[.ecid] = .denied
        let wanted =
            #"{"aam":"undecided","adcloud":"undecided","aa":"approved","campaign":"undecided","#
            + #""ecid":"denied","livefyre":"undecided","target":"undecided","mediaaa":"undecided"}"#
        #expect(text { permissions.writeStates(into: &$0) } == wanted)
    }

    private func text(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        write(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }
}
