import ConsentTranslation
import Testing

@testable import ConsentTranslation

@Suite("Strings of United States laws, as rules read them")
struct USStringValueTests {
    private func choices(_ step: DecodeStep, _ text: String) throws -> [String: String] {
        let value = try step.run(on: .text(text), path: "p")
        guard case .object(let object)? = value["choices"] else { return [:] }
        return Dictionary(uniqueKeysWithValues: object.members.map { ($0.name, $0.value.scalar ?? "") })
    }

    @Test(
        "US Privacy: an opt-out denies, none permits, and where the law does not apply nothing is said",
        arguments: [("1YYN", "denied"), ("1YNN", "granted"), ("1---", "none"), ("1N-N", "none")]
    )
    func usPrivacy(text: String, state: String) throws {
        #expect(try choices(.iabUSP, text) == ["sale_or_sharing": state])
    }

    @Test("a string that is none says so")
    func damaged() {
        #expect(failure { try choices(.iabUSP, "1YX") } == .invalidString)
        #expect(failure { try choices(.iabGPP, "DBABLA") } == .invalidString)
    }

    @Test("GPP: the sections together deny if one does")
    func gpp() throws {
        // usnat with SaleOptOut and SharingOptOut refused, TargetedAdvertisingOptOut permitted.
        #expect(try choices(.iabGPP, "DBABLA~BVVVVVVVVlA") == ["sale_or_sharing": "denied", "advertising": "denied"])
        #expect(
            try DecodeStep.iabGPP.run(on: .text("DBABLA~BVVVVVVVVlA"), path: "p")["sections"] == .list([.text("usnat")])
        )
    }
}
