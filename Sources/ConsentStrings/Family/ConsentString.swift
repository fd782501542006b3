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
    private var tcDecoder = TCStringDecoder()
    private var gppDecoder = GPPStringDecoder()

    /// Creates a decoder.
    public init(options: ConsentStringOptions = .strict) { self.options = options }

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
        guard options.isLenient else { return try tcDecoder.permissionMask(of: text, vendor: vendor) }
        return try tcDecoder.permissionMask(of: LenientText(text).bytes.span, vendor: vendor)
    }

    private mutating func decodeExactly(
        _ text: Span<UInt8>,
        as kind: ConsentStringKind?
    ) throws(ConsentStringError) -> Decoded<ConsentString> {
        let detected = ConsentStringKind.detect(text)
        switch kind == .gpp && detected == .tcf2 ? .tcf2 : kind ?? detected ?? .tcf2 {
        case .tcf2: return try tcDecoder.decode(text).map { .tcf2($0) }
        case .tcf1: return try TCF1String.decode(utf8: text).map { .tcf1($0) }
        case .tcf1Publisher: return try TCF1PublisherString.decode(utf8: text).map { .tcf1Publisher($0) }
        case .gpp: return try gppDecoder.decode(text).map { .gpp($0) }
        case .usp: return try USPrivacyString.decode(utf8: text).map { .usp($0) }
        case .ac: return try AdditionalConsent.decode(utf8: text).map { .ac($0) }
        }
    }
}

extension Decoded {
    /// The same warnings with another value.
    func map<Other>(_ transform: (Value) -> Other) -> Decoded<Other> {
        Decoded<Other>(value: transform(value), warnings: warnings)
    }
}
