public import BoundedJSON

/// Turns consent strings into lines of JSON, one after the other, in memory that it keeps.
///
/// A line is `{"ok":true,"kind":"tcf2",…,"warnings":[…]}` or `{"ok":false,"error":{"code":…,"message":…,"bit":…}}`.
public struct ConsentStringJSON: Sendable {
    private var decoder: ConsentStringDecoder

    /// Creates a printer.
    public init(options: ConsentStringOptions = .strict) { decoder = ConsentStringDecoder(options: options) }

    /// Decodes one string and appends its line, with the line end, to `writer`.
    ///
    /// - Parameters:
    ///   - text: the string's UTF-8.
    ///   - kind: what to decode it as; without it the first characters decide.
    /// - Returns: whether the string could be decoded.
    @discardableResult
    public mutating func line(
        decoding text: Span<UInt8>,
        as kind: ConsentStringKind? = nil,
        into writer: inout JSONWriter
    ) -> Bool {
        let isDecoded: Bool
        writer.beginObject()
        do throws(ConsentStringError) {
            let decoded = try decoder.decode(text, as: kind)
            writer.member(Key.ok, true)
            writer.member(Key.kind, decoded.value.kind.rawValue)
            decoded.value.writeMembers(to: &writer)
            writer.members(decoded.warnings)
            isDecoded = true
        } catch {
            writer.member(Key.ok, false)
            writer.member(Key.error, error)
            isDecoded = false
        }
        writer.endObject()
        writer.newline()
        return isDecoded
    }
}

extension ConsentString {
    /// Writes the members of the decoded form, without the braces and the kind.
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .tcf2(let value): value.writeMembers(to: &writer)
        case .tcf1(let value): value.writeMembers(to: &writer)
        case .tcf1Publisher(let value): value.writeMembers(to: &writer)
        case .gpp(let value): value.writeMembers(to: &writer)
        case .usp(let value): value.writeMembers(to: &writer)
        case .ac(let value): value.writeMembers(to: &writer)
        }
    }
}
