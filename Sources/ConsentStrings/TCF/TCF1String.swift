/// A vendor consent string of TCF 1.1 (IAB "Consent string and vendor list formats v1.1", vendor consent string). It has
/// been invalid for processing since September 2020 and is decoded for history only.
public struct TCF1String: Sendable, Hashable {
    /// How the vendor consents are written.
    public enum Encoding: String, Sendable, Hashable {
        /// One bit for each vendor.
        case bitField = "bitfield"
        /// Ranges that have the opposite of ``TCF1String/defaultConsent``.
        case range
    }

    /// The fields that both strings of TCF 1 have.
    public var head = TCF1Head()
    /// Purposes with consent, 1 to 24; 1 to 5 were in use (`PurposesAllowed`).
    public var purposesAllowed: PurposeSet = []
    /// The largest vendor id that the string speaks of (`MaxVendorId`).
    public var maxVendorID = 0
    /// How the vendor consents are written (`EncodingType`).
    public var encoding = Encoding.bitField
    /// The consent of vendors that no range names; false in a bit field (`DefaultConsent`).
    public var defaultConsent = false
    /// Vendors with consent, the default already taken into account.
    public var vendorConsents: VendorSet = []

    /// Creates an empty string: no consent to anything.
    public init() {}

    /// Decodes a vendor consent string of TCF 1.
    public init(_ text: String) throws(ConsentStringError) {
        self = try Self.decode(utf8: Array(text.utf8).span).value
    }

    /// Decodes a vendor consent string of TCF 1 and tells what was tolerated or is suspicious.
    public static func decode(utf8 text: Span<UInt8>) throws(ConsentStringError) -> Decoded<TCF1String> {
        var bits = DecodeKernel()
        return try decode(text, bits: &bits)
    }

    /// Decodes a string in the memory of `bits`.
    static func decode<Bits: SegmentSource>(
        _ text: Span<UInt8>,
        bits: inout Bits
    ) throws(ConsentStringError) -> Decoded<TCF1String> {
        let bitCount = try bits.loadTCF1(text)
        var log = WarningLog()
        var value = TCF1String()
        do throws(ConsentStringError) {
            guard bitCount >= headBits else {
                if Bits.isListening { value.readHead(bits, log: &log) }
                throw FieldName(field: "fixed fields", segment: "TCF 1 string").truncated(bitCount)
            }
            value.readHead(bits, log: &log)
            try value.readVendors(bits, bitCount: bitCount, log: &log)
        } catch {
            throw Self.hinted(error, length: text.count)
        }
        if TCF1PublisherString.usualLengths.contains(text.count) {
            log.add(
                .suspiciousLength,
                "Publisher purposes strings of TCF 1 have this length; nothing else tells them apart."
            )
        }
        return Decoded(value: value, warnings: log.warnings)
    }

    /// Bits in front of the vendor consents.
    private static let headBits = 173

    private mutating func readHead(_ bits: some BitSource, log: inout WarningLog) {
        head = TCF1Head(bits, log: &log)
        purposesAllowed = bits.purposes("PurposesAllowed", at: 132, count: 24)
        maxVendorID = bits.integer("MaxVendorId", at: 156, count: 16)
        let isRange = bits.bit(at: 172)
        encoding = isRange ? .range : .bitField
        bits.note(.field("EncodingType", at: 172, width: 1, .flag(isRange), meaning: isRange ? "ranges" : "bits"))
    }

    private mutating func readVendors(
        _ bits: some BitSource,
        bitCount: Int,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        let name = FieldName(field: "vendor consents", segment: "TCF 1 string")
        guard encoding == .range else {
            guard 173 + maxVendorID <= bitCount else { throw name.truncated(173) }
            vendorConsents.read(field: bits, start: 173, count: maxVendorID)
            return
        }
        guard bitCount >= 186 else { throw name.truncated(173) }
        defaultConsent = bits.bit("DefaultConsent", at: 173)
        var listed = VendorSet()
        let entries = try listed.read(
            entries: bits.integer("NumEntries", at: 174, count: 12),
            of: bits,
            bitCount: bitCount,
            start: 186,
            name: name
        )
        vendorConsents = defaultConsent ? listed.complement(upTo: maxVendorID) : listed
        if let bit = entries.zeroBit {
            log.add(.vendorIDZero, "Id 0 in the vendor consents is no vendor and was left out.", bit: bit)
        }
        if entries.largest > maxVendorID {
            log.add(.vendorIDBeyondMax, "The vendor consents name an id beyond MaxVendorId.", bit: entries.start)
        }
    }

    /// Names the likely cause where a string has the length of the other kind.
    private static func hinted(_ error: ConsentStringError, length: Int) -> ConsentStringError {
        guard TCF1PublisherString.usualLengths.contains(length) else { return error }
        return ConsentStringError(
            code: error.code,
            message: error.message + " If it is a publisher purposes string, decode it as kind tcf1-publisher.",
            bit: error.bit
        )
    }
}

extension SegmentSource {
    /// Decodes a string of TCF 1, which has one segment of whole bytes: bits of the last character behind the last byte
    /// are none of it. Reading them would take some publisher purposes strings for consent to every vendor.
    ///
    /// - Returns: how many bits the string has.
    mutating func loadTCF1(_ text: Span<UInt8>) throws(ConsentStringError) -> Int {
        try TextCheck.version(1, of: .tcf1, in: text)
        let end = try loadSegment(text, from: 0, name: "TCF 1 string")
        guard end == text.count else { throw TextCheck.foreignCharacter(in: "TCF 1 string", bit: 6 * end) }
        return bitCount & ~7
    }
}
