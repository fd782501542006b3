extension GPPReader {
    /// Decodes the text of a section; one that is damaged is given as unreadable.
    mutating func section(_ id: Int, _ text: Span<UInt8>, log: inout WarningLog) -> GPPSection {
        let content: GPPSection.Content
        do throws(ConsentStringError) {
            content = try self.content(id, text, log: &log)
        } catch {
            bits.note(.damage(error))
            content = .unreadable(error)
        }
        return GPPSection(id: id, text: text.string(0..<text.count), content: content)
    }

    private mutating func content(
        _ id: Int,
        _ text: Span<UInt8>,
        log: inout WarningLog
    ) throws(ConsentStringError) -> GPPSection.Content {
        guard text.count > 0 else { throw Self.emptySection }
        switch id {
        case 1:
            let decoded = try TCF1String.decode(text, bits: &bits)
            log.add(decoded.warnings)
            return .tcfEUv1(decoded.value)
        case 2:
            var value = TCString()
            log.add(try tcReader.decode(text, into: &value))
            return .tcfEUv2(value)
        case 5:
            return .tcfCAv1(try TCFCanadaString.decode(text, bits: &bits, log: &log))
        case 6:
            let decoded = try USPrivacyString.decode(utf8: text, listener: bits)
            log.add(decoded.warnings)
            return .usPrivacy(decoded.value)
        default:
            guard USSectionLayout.any(id) != nil else {
                bits.note(.text("section of unknown layout", start: 0, count: text.count))
                bits.note(.unread)
                try Self.checkASCII(text)
                return .unknown
            }
            return .us(try USSection.decode(text, id: id, bits: &bits, log: &log))
        }
    }

    /// Refuses a section of unknown layout that could not be passed on as it was written.
    private static func checkASCII(_ text: Span<UInt8>) throws(ConsentStringError) {
        for index in text.indices where text[index] >= 0x80 {
            throw ConsentStringError(
                code: .invalidCharacter,
                message: "The section has a character that is not ASCII.",
                bit: 8 * index
            )
        }
    }
}
