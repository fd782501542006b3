/// A vendor consent string of TCF 1.1. It has been invalid for processing since September 2020 and is decoded for
/// history only.
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
    /// Purposes with consent, 1 to 24; 1 to 5 were in use.
    public var purposesAllowed: PurposeSet = []
    /// The largest vendor id that the string speaks of.
    public var maxVendorID = 0
    /// How the vendor consents are written.
    public var encoding = Encoding.bitField
    /// The consent of vendors that no range names; false in a bit field.
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
        var bits = SegmentBits()
        let bitCount = try bits.loadTCF1(text)
        var log = WarningLog()
        let words = bits.words.span
        let name = FieldName(field: "vendor consents", segment: "TCF 1 string")
        let head = FieldName(field: "fixed fields", segment: "TCF 1 string")
        guard bitCount >= 173 else {
            let error = head.truncated(bitCount)
            throw Self.hinted(error, length: text.count)
        }
        var value = TCF1String()
        value.head = TCF1Head(words, log: &log)
        value.purposesAllowed = PurposeSet(field: words.bits(at: 132, count: 24), count: 24)
        value.maxVendorID = words.integer(at: 156, count: 16)
        do throws(ConsentStringError) {
            try value.readVendors(words, bitCount: bitCount, of: name, log: &log)
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

    private mutating func readVendors(
        _ words: Span<UInt64>,
        bitCount: Int,
        of name: FieldName,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        guard words.bit(at: 172) else {
            guard 173 + maxVendorID <= bitCount else { throw name.truncated(173) }
            vendorConsents.read(field: words, start: 173, count: maxVendorID)
            return
        }
        encoding = .range
        guard bitCount >= 186 else { throw name.truncated(173) }
        defaultConsent = words.bit(at: 173)
        var listed = VendorSet()
        let entries = try listed.read(
            entries: words.integer(at: 174, count: 12),
            of: words,
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

extension SegmentBits {
    /// Decodes a string of TCF 1, which has one segment of whole bytes: bits of the last character behind the last byte
    /// are none of it. Reading them would take some publisher purposes strings for consent to every vendor.
    ///
    /// - Returns: how many bits the string has.
    mutating func loadTCF1(_ text: Span<UInt8>) throws(ConsentStringError) -> Int {
        try TextCheck.version(1, of: .tcf1, in: text)
        let end = load(text, from: 0)
        guard end == text.count else { throw TextCheck.foreignCharacter(in: "TCF 1 string", bit: 6 * end) }
        return bitCount & ~7
    }
}
