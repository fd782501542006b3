import ConsentStrings
import OptIn
import Testing

@Suite("The TCF plug-in: vendor 565 with purposes 1 and 10 decides aam and ecid")
struct TCFPluginTests {
    private static let both = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"

    @Test(
        "consent to the vendor and to both purposes is needed",
        arguments: [
            (both, true), ("CO052oTO052oTDGAMBFRACBgAABAAAAAAIYgEawAQEagAAAA", false),
            ("CO052kIO052kIDGAMBFRACBgAIAAAAAAAIYgEawAQEagAAAA", false),
            ("CO052qdO052qdDGAMBFRACBgAIBAAAAAAIYgAAoAAAAA", false),
        ]
    )
    func rule(text: String, isPermitted: Bool) throws {
        #expect(TCFPluginRule.isPermitted(by: try TCString(text)) == isPermitted)
    }

    @Test("an answer decides both categories, completes with whatever else is staged, and leaves the rest undecided")
    func answer() throws {
        let host = Host(OptInConfiguration(doesOptInApply: true, isIabContext: true))
        host.service.subscribe("page")
        try host.perform(host.service.deny(.ecid))
        try host.perform(host.service.approve(.target, isWaiting: true))
        try host.perform(host.service.receive(try TCString(Self.both), encodedAs: Self.both))
        #expect(
            host.service.permissions
                == Permissions(
                    approved: CategorySet([.aam, .ecid, .target]),
                    decided: CategorySet([.aam, .ecid, .target])
                )
        )
        #expect(host.log == ["page ", "cookie", "page aam,ecid,target"], "the hash is kept though storage is off")
        #expect(host.cookie == "%7B%22iabConsentHash%22%3A%22p3pm7v%22%7D")
    }

    @Test("without the context, or without opt-in, there is no plug-in")
    func notRegistered() throws {
        let string = try TCString(Self.both)
        for configuration in [OptInConfiguration(doesOptInApply: true), OptInConfiguration(isIabContext: true)] {
            var service = OptInService(configuration)
            #expect(service.receive(string, encodedAs: Self.both) == [])
            #expect(service.isPending)
        }
    }

    @Test(
        "the hash is CRC-32 in base 32",
        arguments: [("COabc", "386619v"), ("", "0"), ("undefined", "3vdoc2f"), ("null", "isnv2f")]
    )
    func hash(text: String, wanted: String) {
        #expect(ConsentHash.text(of: text) == wanted)
    }
}
