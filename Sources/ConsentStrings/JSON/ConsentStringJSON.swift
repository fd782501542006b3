public import BoundedJSON

/// Turns consent strings into lines of JSON, one after the other, in memory that it keeps.
///
/// A line is `{"ok":true,"kind":"tcf2",…,"warnings":[…]}` or `{"ok":false,"error":{"code":…,"message":…,"bit":…}}`.
public struct ConsentStringJSON: Sendable {
    private var decoder = TCStringDecoder()
    private var gppDecoder = GPPStringDecoder()

    /// Creates a printer.
    public init() {}

    /// Decodes one string and appends its line, with the line end, to `writer`.
    ///
    /// - Parameters:
    ///   - text: the string's UTF-8.
    ///   - kind: what to decode it as; without it the first characters decide.
    /// - Returns: whether the string could be decoded.
    @discardableResult
    public mutating func line(
        decoding text: Span<UInt8>, as kind: ConsentStringKind? = nil, into writer: inout JSONWriter
    ) -> Bool {
        let isDecoded: Bool
        do throws(ConsentStringError) {
            try write(decoding: text, as: kind ?? ConsentStringKind.detect(text) ?? .tcf2, into: &writer)
            isDecoded = true
        } catch {
            writer.beginObject()
            writer.member(Key.ok, false)
            writer.member(Key.error, error)
            isDecoded = false
        }
        writer.endObject()
        writer.newline()
        return isDecoded
    }

    private mutating func write(
        decoding text: Span<UInt8>, as kind: ConsentStringKind, into writer: inout JSONWriter
    ) throws(ConsentStringError) {
        switch kind {
        case .tcf2:
            let decoded = try decoder.decode(text)
            writer.begin(kind)
            decoded.value.writeMembers(to: &writer)
            writer.members(decoded.warnings)
        case .tcf1:
            let decoded = try TCF1String.decode(utf8: text)
            writer.begin(kind)
            decoded.value.writeMembers(to: &writer)
            writer.members(decoded.warnings)
        case .tcf1Publisher:
            let decoded = try TCF1PublisherString.decode(utf8: text)
            writer.begin(kind)
            decoded.value.writeMembers(to: &writer)
            writer.members(decoded.warnings)
        case .gpp:
            let decoded = try gppDecoder.decode(text)
            writer.begin(kind)
            decoded.value.writeMembers(to: &writer)
            writer.members(decoded.warnings)
        case .usp:
            let decoded = try USPrivacyString.decode(utf8: text)
            writer.begin(kind)
            decoded.value.writeMembers(to: &writer)
            writer.members(decoded.warnings)
        case .ac:
            let decoded = try AdditionalConsent.decode(utf8: text)
            writer.begin(kind)
            decoded.value.writeMembers(to: &writer)
            writer.members(decoded.warnings)
        }
    }
}

extension JSONWriter {
    /// Opens the object of a decoded string.
    fileprivate mutating func begin(_ kind: ConsentStringKind) {
        beginObject()
        member(Key.ok, true)
        member(Key.kind, kind.rawValue)
    }
}
