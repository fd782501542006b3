/// What the positions of the lists in a US section mean (GPP repository, `Sections/US-*`), one row for each section and
/// version. The layouts say how many positions there are; the tests hold both together.
struct USMeanings: Sendable {
    let id: Int
    let version: Int
    let sensitiveDataForm: USChoiceForm
    let sensitiveData: [USSensitiveCategory]
    let knownChildren: [USKnownChild]

    init(
        _ id: Int,
        version: Int = 1,
        _ sensitiveData: [USSensitiveCategory],
        as form: USChoiceForm = .consent,
        children: [USKnownChild]
    ) {
        self.id = id
        self.version = version
        self.sensitiveData = sensitiveData
        sensitiveDataForm = form
        knownChildren = children
    }

    static func find(_ id: Int, version: Int) -> USMeanings? {
        all.first { $0.id == id && $0.version == version }
    }

    static let all: [USMeanings] = [
        USMeanings(7, national, children: [USKnownChild(13...16), USKnownChild(0...12)]),
        USMeanings(
            7,
            version: 2,
            national + [.consumerHealth, .crimeVictim, .nationalOrigin, .transgenderOrNonbinary],
            children: [USKnownChild(13...16), USKnownChild(0...12), USKnownChild(16...17)]
        ),
        USMeanings(
            8,
            [
                .governmentIDs, .accountAccess, .preciseGeolocation, .originBeliefsOrUnion, .messageContents, .genetic,
                .biometric, .health, .sexualOrientation,
            ],
            as: .optOut,
            children: [USKnownChild(0...15, .sale), USKnownChild(0...15, .sharing)]
        ),
        USMeanings(9, common, children: child),
        USMeanings(10, common.dropLast(), children: child),
        USMeanings(
            11,
            [
                .origin, .beliefs, .sexualOrientation, .citizenship, .health, .genetic, .biometric, .preciseGeolocation,
            ],
            as: .optOut,
            children: child
        ),
        USMeanings(12, common, children: childAndTeens),
        USMeanings(13, common, children: [USKnownChild(0...12), USKnownChild(13...15), USKnownChild(16...17)]),
        USMeanings(14, common, children: childAndTeens),
        USMeanings(
            15,
            [
                .origin, .beliefs, .health, .sexualOrientation, .transgenderOrNonbinary, .citizenship, .nationalOrigin,
                .crimeVictim, .genetic, .biometric, .preciseGeolocation,
            ],
            children: childAndTeens
        ),
        USMeanings(16, common, children: child),
        USMeanings(17, common + [.transgenderOrNonbinary], children: childAndTeens + saleAndAdvertising(16...17)),
        USMeanings(18, common, as: .optOut, children: child),
        USMeanings(19, common, children: child),
        USMeanings(20, common, children: childAndTeens),
        USMeanings(
            21,
            common + [.transgenderOrNonbinary, .financial],
            children: childAndTeens + saleAndAdvertising(16...16)
        ),
        USMeanings(22, common, children: child), USMeanings(23, common, children: child),
        USMeanings(24, [], children: []),
        USMeanings(25, common, children: child), USMeanings(26, common, children: child),
        USMeanings(27, common, children: child),
    ]

    private static let national: [USSensitiveCategory] = [
        .origin, .beliefs, .health, .sexualOrientation, .citizenship, .genetic, .biometric, .preciseGeolocation,
        .governmentIDs, .accountAccess, .unionMembership, .messageContents,
    ]

    /// The order that most states share.
    private static let common: [USSensitiveCategory] = [
        .origin, .beliefs, .health, .sexualOrientation, .citizenship, .genetic, .biometric, .preciseGeolocation,
    ]

    private static let child = [USKnownChild(0...12)]

    private static let childAndTeens = child + saleAndAdvertising(13...15)

    private static func saleAndAdvertising(_ ages: ClosedRange<Int>) -> [USKnownChild] {
        [USKnownChild(ages, .sale), USKnownChild(ages, .targetedAdvertising)]
    }
}
