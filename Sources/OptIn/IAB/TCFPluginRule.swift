public import ConsentStrings

/// The rule of the TCF plug-in of VisitorAPI 5: consent for vendor 565 and for purposes 1 and 10 permits `aam` and
/// `ecid`; anything else denies both.
///
/// It looks at nothing but consent: not at `gdprApplies`, the CMP's status, legitimate interest or publisher
/// restrictions. The other six categories are never touched.
public enum TCFPluginRule {
    /// Adobe in the Global Vendor List.
    public static let vendor = 565
    /// Store and access information on a device; develop and improve products.
    public static let purposes = [1, 10]
    /// The categories that the plug-in decides.
    public static let categories = CategorySet([.aam, .ecid])

    /// Whether the TC string permits the categories.
    public static func isPermitted(by consent: TCString) -> Bool {
        consent.vendorConsents.contains(vendor) && purposes.allSatisfy(consent.purposeConsents.contains)
    }
}
