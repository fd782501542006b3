import OptIn
import Testing

@Suite("What the Edge Network makes of a TC string")
struct AdobeTCFTests {
    private static let granting = "CO052l-O052l-DGAMBFRACBgAIBAAAAAAIYgEawAQEagAAAA"

    @Test(
        "purpose 1 and vendor 565, and nothing else",
        arguments: [
            (granting, .in), ("CO052oTO052oTDGAMBFRACBgAABAAAAAAIYgEawAQEagAAAA", .out),
            ("CO052kIO052kIDGAMBFRACBgAIAAAAAAAIYgEawAQEagAAAA", .in),
            ("CO052qdO052qdDGAMBFRACBgAIBAAAAAAIYgAAoAAAAA", .out),
        ] as [(String, AdobeTCF.EdgeAnswer.General)]
    )
    func samples(text: String, general: AdobeTCF.EdgeAnswer.General) {
        #expect(AdobeTCF.edgeAnswer(to: text, gdprApplies: nil).general == general)
        #expect(AdobeTCF.edgeAnswer(to: text, gdprApplies: true).general == general)
        #expect(AdobeTCF.edgeAnswer(to: text, gdprApplies: false).general == .in)
    }

    @Test(
        "a string that is missing, empty or damaged sets nothing",
        arguments: [nil, "", "CO", String(granting.dropLast(9))]
    )
    func nothing(text: String?) {
        #expect(AdobeTCF.edgeAnswer(to: text, gdprApplies: true).general == nil)
    }
}
