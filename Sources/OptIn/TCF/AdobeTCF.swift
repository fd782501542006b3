import ConsentStrings

/// What Adobe's products ask of a TC string.
///
/// They do not ask the same: the Opt-In plug-in needs purposes 1 and 10, the Edge Network purpose 1 alone, so one
/// string may be `in` at the edge and denied by the plug-in.
public enum AdobeTCF {
    /// Adobe's id on the Global Vendor List.
    public static let vendor = 565
    /// What the plug-in of VisitorAPI 5 needs consent to before it approves `aam` and `ecid`: store and access
    /// information on a device, develop and improve products.
    public static let pluginPurposes = [1, 10]
    /// What the Edge Network needs consent to.
    public static let edgePurpose = 1

    /// The Edge Network's one purpose, `general`, as it is set by a TC string.
    public struct EdgeAnswer: Sendable, Hashable {
        /// What `general` becomes.
        public enum General: String, Sendable, Hashable, CaseIterable {
            /// Data is collected.
            case `in`
            /// None is.
            case out
        }

        /// What `general` becomes; nil where the edge gets nothing that it can read and leaves it as it is.
        public let general: General?
        /// The reason in words.
        public let because: String
    }

    /// What the Edge Network makes of a string that `setConsent` hands it under the standard `IAB TCF`.
    ///
    /// It looks at `gdprApplies` first, which the Web SDK takes for true where nobody says, then at the consent bits of
    /// purpose 1 and vendor 565 as they are, and at nothing else.
    public static func edgeAnswer(to text: String?, gdprApplies: Bool?) -> EdgeAnswer {
        guard let text, !text.isEmpty else { return EdgeAnswer(general: nil, because: "there is no TC string to send") }
        if gdprApplies == false { return EdgeAnswer(general: .in, because: "GDPR does not apply") }
        guard let string = try? TCString(text) else {
            return EdgeAnswer(general: nil, because: "the TC string does not decode")
        }
        guard string.purposeConsents.contains(edgePurpose) else {
            return EdgeAnswer(general: .out, because: "no consent to purpose \(edgePurpose)")
        }
        guard string.vendorConsents.contains(vendor) else {
            return EdgeAnswer(general: .out, because: "no consent to vendor \(vendor)")
        }
        return EdgeAnswer(general: .in, because: "consent to vendor \(vendor) and purpose \(edgePurpose)")
    }
}
