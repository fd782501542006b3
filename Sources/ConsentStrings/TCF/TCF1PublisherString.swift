/// A publisher purposes string of TCF 1.1 (IAB "Consent string and vendor list formats v1.1", publisher purposes consent
/// string). Nothing in it tells it from a vendor consent string: the caller must know.
public struct TCF1PublisherString: Sendable, Hashable {
    /// Lengths that these strings have with few purposes of the publisher's own.
    static let usualLengths = 30...33

    /// The fields that both strings of TCF 1 have.
    public var head = TCF1Head()
    /// Version of the publisher's purposes (`PublisherPurposesVersion`).
    public var publisherPurposesVersion = 0
    /// Standard purposes with consent, 1 to 24 (`StandardPurposesAllowed`).
    public var standardPurposesAllowed: PurposeSet = []
    /// How many purposes of its own the publisher has, 0 to 63 (`NumberCustomPurposes`).
    public var customPurposeCount = 0
    /// Own purposes with consent (`CustomPurposesBitField`).
    public var customPurposesAllowed: PurposeSet = []

    /// Creates an empty string.
    public init() {}

    /// Decodes a publisher purposes string of TCF 1.
    public init(_ text: String) throws(ConsentStringError) {
        self = try Self.decode(utf8: Array(text.utf8).span).value
    }

    /// Decodes a publisher purposes string of TCF 1 and tells what is suspicious; a suspicious length is no refusal.
    public static func decode(utf8 text: Span<UInt8>) throws(ConsentStringError) -> Decoded<TCF1PublisherString> {
        var bits = DecodeKernel()
        return try decode(text, bits: &bits)
    }

    /// Decodes a string in the memory of `bits`.
    static func decode<Bits: SegmentSource>(
        _ text: Span<UInt8>,
        bits: inout Bits
    ) throws(ConsentStringError) -> Decoded<TCF1PublisherString> {
        let bitCount = try bits.loadTCF1(text)
        let name = FieldName(field: "purposes", segment: "TCF 1 publisher string")
        var log = WarningLog()
        var value = TCF1PublisherString()
        guard bitCount >= 174 else {
            if Bits.isListening { value.readHead(bits, log: &log) }
            throw name.truncated(bitCount)
        }
        value.readHead(bits, log: &log)
        let count = bits.integer("NumCustomPurposes", at: 168, count: 6)
        value.customPurposeCount = count
        guard 174 + count <= bitCount else { throw name.truncated(174) }
        value.customPurposesAllowed = bits.purposes("CustomPurposesBitField", at: 174, count: count)
        if bitCount - (174 + count) >= 24 {
            log.add(
                .suspiciousLength,
                "The string is longer than its purposes need; it may be a vendor consent string.",
                bit: 174 + count
            )
        }
        return Decoded(value: value, warnings: log.warnings)
    }

    private mutating func readHead(_ bits: some BitSource, log: inout WarningLog) {
        head = TCF1Head(bits, log: &log)
        publisherPurposesVersion = bits.integer("PublisherPurposesVersion", at: 132, count: 12)
        standardPurposesAllowed = bits.purposes("StandardPurposesAllowed", at: 144, count: 24)
    }
}
