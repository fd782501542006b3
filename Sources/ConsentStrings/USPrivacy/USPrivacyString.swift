/// A US Privacy string, version 1 (IAB Tech Lab, "US Privacy String"): four characters such as `1YNN`.
///
/// It is deprecated since January 2024 in favour of GPP and still everywhere.
public struct USPrivacyString: Sendable, Hashable {
    /// Whether notice and an opportunity to opt out were given; nothing if not stated.
    public var notice: Bool?
    /// Whether the user opted out of the sale of personal data; nothing if not stated.
    public var optOutSale: Bool?
    /// Whether the transaction is covered by the IAB's limited service provider agreement; nothing if not stated.
    public var lspaCovered: Bool?

    /// Creates a value.
    public init(notice: Bool?, optOutSale: Bool?, lspaCovered: Bool?) {
        self.notice = notice
        self.optOutSale = optOutSale
        self.lspaCovered = lspaCovered
    }

    /// Whether the law applies: `1---` says that it does not, and is no refusal.
    public var applies: Bool { notice != nil || optOutSale != nil || lspaCovered != nil }

    /// Decodes a US Privacy string.
    public init(_ text: String) throws(ConsentStringError) {
        self = try Self.decode(utf8: Array(text.utf8).span).value
    }

    /// Decodes the UTF-8 of a US Privacy string.
    public init(utf8 text: Span<UInt8>) throws(ConsentStringError) {
        try self.init(utf8: text, listener: NoListener())
    }

    private init(utf8 text: Span<UInt8>, listener: some FieldListener) throws(ConsentStringError) {
        try TextCheck.length(text)
        try TextCheck.refuseOther(than: .usPrivacy, text)
        listener.note(.text("US Privacy string", start: 0, count: text.count))
        guard text[0] == UInt8(ascii: "1") else {
            throw ConsentStringError(
                code: (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[0])
                    ? .unsupportedVersion : .invalidCharacter,
                message: "A US Privacy string starts with its version, 1; the layout of another version is not known.",
                bit: 0
            )
        }
        guard text.count == 4 else {
            throw ConsentStringError(code: .invalidLength, message: "A US Privacy string has four characters.")
        }
        listener.note(.field("Version", at: 0, width: 1, .integer(1)))
        notice = try Self.flag("Notice", text, 1, listener)
        optOutSale = try Self.flag("OptOutSale", text, 2, listener)
        lspaCovered = try Self.flag("LspaCovered", text, 3, listener)
    }

    /// Decodes a US Privacy string and tells what is suspicious. Letters must be upper case.
    public static func decode(utf8 text: Span<UInt8>) throws(ConsentStringError) -> Decoded<USPrivacyString> {
        try decode(utf8: text, listener: NoListener())
    }

    static func decode(
        utf8 text: Span<UInt8>,
        listener: some FieldListener
    ) throws(ConsentStringError) -> Decoded<USPrivacyString> {
        let value = try USPrivacyString(utf8: text, listener: listener)
        var log = WarningLog()
        if value.applies, value.optOutSale == nil {
            log.add(.optOutUnknown, "The law applies but the string does not say whether the user opted out.", bit: 16)
        }
        return Decoded(value: value, warnings: log.warnings)
    }

    private static func flag(
        _ name: StaticString,
        _ text: Span<UInt8>,
        _ index: Int,
        _ listener: some FieldListener
    ) throws(ConsentStringError) -> Bool? {
        let flag: Bool?
        switch text[index] {
        case UInt8(ascii: "Y"): flag = true
        case UInt8(ascii: "N"): flag = false
        case UInt8(ascii: "-"): flag = nil
        default:
            throw ConsentStringError(
                code: .invalidCharacter,
                message: "Behind the version a US Privacy string has Y, N or -, in upper case.",
                bit: 8 * index
            )
        }
        listener.note(.field(name, at: index, width: 1, .flag(flag)))
        return flag
    }

    /// The string of this value.
    public func encoded() -> String {
        "1" + [notice, optOutSale, lspaCovered].map { $0.map { $0 ? "Y" : "N" } ?? "-" }.joined()
    }
}
