/// A consent string of any kind, decoded.
public enum ConsentString: Sendable, Hashable {
    /// A TC string of TCF 2.
    case tcf2(TCString)
    /// A vendor consent string of TCF 1.
    case tcf1(TCF1String)
    /// A publisher purposes string of TCF 1.
    case tcf1Publisher(TCF1PublisherString)
    /// A GPP string.
    case gpp(GPPString)
    /// A US Privacy string.
    case usp(USPrivacyString)
    /// An Additional Consent string.
    case ac(AdditionalConsent)

    /// The kind of the string.
    public var kind: ConsentStringKind {
        switch self {
        case .tcf2: .tcf2
        case .tcf1: .tcf1
        case .tcf1Publisher: .tcf1Publisher
        case .gpp: .gpp
        case .usp: .usp
        case .ac: .ac
        }
    }

    /// Decodes a string of the kind that its first characters speak for, or of the kind given.
    public static func decode(
        _ text: String,
        as kind: ConsentStringKind? = nil,
        options: ConsentStringOptions = .strict
    ) throws(ConsentStringError) -> Decoded<ConsentString> {
        var decoder = ConsentStringDecoder(options: options)
        return try decoder.decode(Array(text.utf8).span, as: kind)
    }
}

/// Decodes strings of any kind one after the other in memory that it keeps.
public struct ConsentStringDecoder: Sendable {
    private let options: ConsentStringOptions
    private let isChecked: Bool
    private var reader = ConsentStringReader<DecodeKernel>()
    private var checkedReader = ConsentStringReader<SegmentBits>()

    /// Creates a decoder.
    ///
    /// - Parameters:
    ///   - options: how text is taken that is not exactly a string.
    ///   - isChecked: see ``TCStringDecoder/init(isChecked:)``.
    public init(options: ConsentStringOptions = .strict, isChecked: Bool = false) {
        self.options = options
        self.isChecked = isChecked
    }

    /// Decodes the UTF-8 of a string.
    ///
    /// - Parameters:
    ///   - text: the string.
    ///   - kind: what to decode it as; without it the first characters decide. A TC string is taken for a GPP string
    ///     too, since stores hold one where they should hold the other.
    /// - Throws: ``ConsentStringError`` if it cannot be decoded.
    public mutating func decode(
        _ text: Span<UInt8>,
        as kind: ConsentStringKind? = nil
    ) throws(ConsentStringError) -> Decoded<ConsentString> {
        guard options.isLenient else { return try decodeExactly(text, as: kind) }
        var cleaned = LenientText(text)
        let decoded = try decodeExactly(cleaned.bytes.span, as: kind)
        guard !cleaned.log.warnings.isEmpty else { return decoded }
        cleaned.log.add(decoded.warnings)
        return Decoded(value: decoded.value, warnings: cleaned.log.warnings)
    }

    /// The permission mask of a TC string; see ``TCStringDecoder/permissionMask(of:vendor:)``.
    public mutating func permissionMask(of text: Span<UInt8>, vendor: Int) throws(ConsentStringError) -> UInt16 {
        guard options.isLenient else { return try mask(of: text, vendor: vendor) }
        return try mask(of: LenientText(text).bytes.span, vendor: vendor)
    }

    private mutating func mask(of text: Span<UInt8>, vendor: Int) throws(ConsentStringError) -> UInt16 {
        isChecked
            ? try checkedReader.tc.permissionMask(of: text, vendor: vendor)
            : try reader.tc.permissionMask(of: text, vendor: vendor)
    }

    private mutating func decodeExactly(
        _ text: Span<UInt8>,
        as kind: ConsentStringKind?
    ) throws(ConsentStringError) -> Decoded<ConsentString> {
        isChecked ? try checkedReader.decode(text, as: kind) : try reader.decode(text, as: kind)
    }
}

extension Decoded {
    /// The same warnings with another value.
    func map<Other>(_ transform: (Value) -> Other) -> Decoded<Other> {
        Decoded<Other>(value: transform(value), warnings: warnings)
    }
}
