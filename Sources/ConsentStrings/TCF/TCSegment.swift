/// The optional segments of a TC string, by the type in their first three bits (TCF 2 string format, segment types).
public enum TCSegment: Int, Sendable, Hashable, CaseIterable {
    /// Vendors that the user was shown; its absence says nothing, an empty one says that nobody was.
    case disclosedVendors = 1
    /// Vendors allowed out of band; deprecated, still found.
    case allowedVendors = 2
    /// The publisher's own purposes.
    case publisherPurposes = 3

    /// The segment in words, for messages.
    var title: StaticString {
        switch self {
        case .disclosedVendors: "disclosed vendors segment"
        case .allowedVendors: "allowed vendors segment"
        case .publisherPurposes: "publisher purposes segment"
        }
    }
}

/// A set of optional segments.
public struct TCSegmentSet: OptionSet, Sendable, Hashable {
    /// Bit n stands for the segment of type n.
    public let rawValue: UInt8

    /// Creates a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of one segment.
    public init(_ segment: TCSegment) { rawValue = 1 << UInt8(segment.rawValue) }

    /// The disclosed vendors segment.
    public static let disclosedVendors = TCSegmentSet(.disclosedVendors)
    /// The allowed vendors segment.
    public static let allowedVendors = TCSegmentSet(.allowedVendors)
    /// The publisher purposes segment.
    public static let publisherPurposes = TCSegmentSet(.publisherPurposes)
}

/// A segment of a type that the format does not define, kept as it was written so that encoding gives it back.
public struct UnknownTCSegment: Sendable, Hashable {
    /// The type in its first three bits: 0 or 4 to 7.
    public let type: Int
    /// Its characters.
    public let text: String

    init(type: Int, text: String) {
        self.type = type
        self.text = text
    }

    /// The segment of these characters; nothing if they are not base64, none or too many, or begin with the type of a
    /// segment that is defined.
    public init?(text: String) {
        guard text.utf8.count <= ConsentStringLimits.maxTextBytes,
            text.utf8.allSatisfy({ Base64URL.value(of: $0) != nil }),
            let type = text.utf8.first.flatMap(Base64URL.value(of:)).map({ $0 >> 3 }), TCSegment(rawValue: type) == nil
        else { return nil }
        self.init(type: type, text: text)
    }
}

/// The publisher's own purposes (TCF 2 string format, publisher TC segment, type 3). They say nothing about vendors.
public struct PublisherPurposes: Sendable, Hashable {
    /// Standard purposes with consent (`PubPurposesConsent`).
    public var consents: PurposeSet
    /// Standard purposes with legitimate interest (`PubPurposesLITransparency`).
    public var legitimateInterests: PurposeSet
    /// How many purposes of its own the publisher has, 0 to 63 (`NumCustomPurposes`).
    public var customPurposeCount: Int
    /// Own purposes with consent (`CustomPurposesConsent`).
    public var customConsents: PurposeSet
    /// Own purposes with legitimate interest (`CustomPurposesLITransparency`).
    public var customLegitimateInterests: PurposeSet

    /// Creates the publisher's purposes.
    public init(
        consents: PurposeSet = [],
        legitimateInterests: PurposeSet = [],
        customPurposeCount: Int = 0,
        customConsents: PurposeSet = [],
        customLegitimateInterests: PurposeSet = []
    ) {
        self.consents = consents
        self.legitimateInterests = legitimateInterests
        self.customPurposeCount = customPurposeCount
        self.customConsents = customConsents
        self.customLegitimateInterests = customLegitimateInterests
    }

    /// Reads the segment behind its type.
    init(_ bits: some BitSource & ~Escapable, bitCount: Int) throws(ConsentStringError) {
        let name = FieldName(field: "purposes", segment: TCSegment.publisherPurposes.title)
        guard bitCount >= 57 else { throw name.truncated(3) }
        consents = bits.purposes("PubPurposesConsent", at: 3, count: 24)
        legitimateInterests = bits.purposes("PubPurposesLITransparency", at: 27, count: 24)
        let count = bits.integer("NumCustomPurposes", at: 51, count: 6)
        guard 57 + 2 * count <= bitCount else { throw name.truncated(57) }
        customPurposeCount = count
        customConsents = bits.purposes("CustomPurposesConsent", at: 57, count: count)
        customLegitimateInterests = bits.purposes("CustomPurposesLITransparency", at: 57 + count, count: count)
    }
}
