/// The field tables of the US sections (GPP repository, `Sections/US-*`), one row for each section and version.
extension USSectionLayout {
    static let all: [USSectionLayout] = [
        national(version: 1, sensitive: 12, children: 2), national(version: 2, sensitive: 16, children: 3),
        USSectionLayout(
            8,
            "usca",
            scalars(
                "SaleOptOutNotice",
                "SharingOptOutNotice",
                "SensitiveDataLimitUseNotice",
                "SaleOptOut",
                "SharingOptOut"
            )
                + sensitive(9) + children(2) + scalars("PersonalDataConsents") + mspa,
            subSection: .gpc
        ),
        USSectionLayout(9, "usva", sharing + sensitive(8) + children(1) + mspa, subSection: nil),
        USSectionLayout(10, "usco", sharing + sensitive(7) + children(1) + mspa, subSection: .gpc),
        USSectionLayout(
            11,
            "usut",
            scalars(
                "SharingNotice",
                "SaleOptOutNotice",
                "TargetedAdvertisingOptOutNotice",
                "SensitiveDataProcessingOptOutNotice",
                "SaleOptOut",
                "TargetedAdvertisingOptOut"
            ) + sensitive(8) + children(1) + mspa,
            subSection: nil
        ),
        USSectionLayout(12, "usct", sharing + sensitive(8) + children(3) + mspa, subSection: .gpc),
        processing(13, "usfl", sensitive: 8, children: 3, subSection: nil),
        USSectionLayout(14, "usmt", sharing + sensitive(8) + children(3) + additional + mspa, subSection: .gpc),
        processing(15, "usor", sensitive: 11, children: 3), processing(16, "ustx", sensitive: 8, children: 1),
        processing(17, "usde", sensitive: 9, children: 5),
        USSectionLayout(
            18,
            "usia",
            scalars(
                "ProcessingNotice",
                "SaleOptOutNotice",
                "TargetedAdvertisingOptOutNotice",
                "SensitiveDataOptOutNotice",
                "SaleOptOut",
                "TargetedAdvertisingOptOut"
            ) + sensitive(8) + children(1) + mspa,
            subSection: .gpc
        ),
        processing(19, "usne", sensitive: 8, children: 1), processing(20, "usnh", sensitive: 8, children: 3),
        processing(21, "usnj", sensitive: 10, children: 5), processing(22, "ustn", sensitive: 8, children: 1),
        processing(23, "usmn", sensitive: 8, children: 1),
        unsettled(24, "usmd", [], subSection: .gpc),
        unsettled(25, "usin", children(1), subSection: .sensitiveData(sensitiveData(8))),
        unsettled(26, "usky", children(1), subSection: .sensitiveData(sensitiveData(8))),
        unsettled(27, "usri", children(1), subSection: .sensitiveData(sensitiveData(8))),
    ]

    private static func scalars(_ names: String...) -> [USField] { names.map { USField($0) } }

    private static func sensitiveData(_ count: Int) -> USField {
        USField("SensitiveDataProcessing", count: count, isList: true)
    }

    private static func sensitive(_ count: Int) -> [USField] { [sensitiveData(count)] }

    private static func children(_ count: Int) -> [USField] {
        [USField("KnownChildSensitiveDataConsents", count: count, isList: count > 1)]
    }

    private static let mspa = scalars("MspaCoveredTransaction", "MspaOptOutOptionMode", "MspaServiceProviderMode")

    private static let additional = scalars("AdditionalDataProcessingConsent")

    private static let sharing = scalars(
        "SharingNotice",
        "SaleOptOutNotice",
        "TargetedAdvertisingOptOutNotice",
        "SaleOptOut",
        "TargetedAdvertisingOptOut"
    )

    private static func national(version: Int, sensitive: Int, children: Int) -> USSectionLayout {
        USSectionLayout(
            7,
            "usnat",
            version: version,
            scalars(
                "SharingNotice",
                "SaleOptOutNotice",
                "SharingOptOutNotice",
                "TargetedAdvertisingOptOutNotice",
                "SensitiveDataProcessingOptOutNotice",
                "SensitiveDataLimitUseNotice",
                "SaleOptOut",
                "SharingOptOut",
                "TargetedAdvertisingOptOut"
            ) + self.sensitive(sensitive) + self.children(children) + scalars("PersonalDataConsents") + mspa,
            subSection: .gpc
        )
    }

    /// The form that most states share.
    private static func processing(
        _ id: Int,
        _ name: String,
        sensitive: Int,
        children: Int,
        subSection: SubSection? = .gpc
    ) -> USSectionLayout {
        let notices = scalars(
            "ProcessingNotice",
            "SaleOptOutNotice",
            "TargetedAdvertisingOptOutNotice",
            "SaleOptOut",
            "TargetedAdvertisingOptOut"
        )
        return USSectionLayout(
            id,
            name,
            notices + self.sensitive(sensitive) + self.children(children) + additional + mspa,
            subSection: subSection
        )
    }

    /// The newer form of sections 24 to 27, whose details writers do not agree on.
    private static func unsettled(
        _ id: Int,
        _ name: String,
        _ children: [USField],
        subSection: SubSection
    ) -> USSectionLayout {
        USSectionLayout(
            id,
            name,
            scalars(
                "MspaCoveredTransaction",
                "MspaMode",
                "ProcessingNotice",
                "SaleOptOutNotice",
                "TargetedAdvertisingOptOutNotice",
                "SaleOptOut",
                "TargetedAdvertisingOptOut"
            ) + children + additional,
            subSection: subSection
        )
    }
}
