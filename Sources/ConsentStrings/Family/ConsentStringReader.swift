/// Decodes strings of any kind from bits of one kind.
struct ConsentStringReader<Bits: SegmentSource> {
    private(set) var gpp: GPPReader<Bits>

    /// Decodes TC strings.
    var tc: TCReader<Bits> {
        get { gpp.tcReader }
        _modify { yield &gpp.tcReader }
    }

    /// Creates a reader.
    ///
    /// - Parameter makeBits: see ``GPPReader/init(_:)``.
    init(_ makeBits: () -> Bits = Bits.init) { gpp = GPPReader(makeBits) }

    /// Decodes a string as `kind`, or as what its first characters speak for.
    mutating func decode(
        _ text: Span<UInt8>,
        as kind: ConsentStringKind?
    ) throws(ConsentStringError) -> Decoded<ConsentString> {
        switch Self.kind(of: text, as: kind) ?? .tcf2 {
        case .tcf2:
            var value = TCString()
            let warnings = try gpp.tcReader.decode(text, into: &value)
            return Decoded(value: .tcf2(value), warnings: warnings)
        case .tcf1: return try TCF1String.decode(text, bits: &gpp.bits).map { .tcf1($0) }
        case .tcf1Publisher: return try TCF1PublisherString.decode(text, bits: &gpp.bits).map { .tcf1Publisher($0) }
        case .gpp: return try gpp.decode(text).map { .gpp($0) }
        case .usp: return try USPrivacyString.decode(utf8: text, listener: gpp.bits).map { .usp($0) }
        case .ac: return try AdditionalConsent.decode(utf8: text, listener: gpp.bits).map { .ac($0) }
        }
    }

    /// What a string is read as: a TC string is taken for a GPP string too.
    static func kind(of text: Span<UInt8>, as kind: ConsentStringKind?) -> ConsentStringKind? {
        let detected = ConsentStringKind.detect(text)
        return kind == .gpp && detected == .tcf2 ? .tcf2 : kind ?? detected
    }
}

extension ConsentStringReader: Sendable where Bits: Sendable {}
