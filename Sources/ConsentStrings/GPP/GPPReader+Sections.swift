extension GPPReader {
    /// Decodes the text of a section that stands alone; one that is damaged is given as unreadable.
    mutating func section(_ id: Int, _ text: Span<UInt8>, log: inout WarningLog) -> GPPSection {
        let content: GPPSection.Content
        do throws(ConsentStringError) {
            content = try self.content(id, text, log: &log)
        } catch {
            content = .unreadable(error)
        }
        return GPPSection(id: id, text: DecodeKernel.string(text), content: content)
    }

    /// Decodes the text of a section.
    mutating func content(
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
            return .tcfEUv2(consume value)
        case 5:
            return .tcfCAv1(try TCFCanadaString.decode(text, bits: &bits, log: &log))
        case 6:
            let decoded = try USPrivacyString.decode(utf8: text, listener: bits)
            log.add(decoded.warnings)
            return .usPrivacy(decoded.value)
        case USSectionLayout.ids:
            return .us(try USSection.decode(text, id: id, bits: &bits, log: &log))
        default:
            bits.note(.text("section of unknown layout", start: 0, count: text.count))
            bits.note(.unread)
            try Self.checkUnknown(text)
            return .unknown
        }
    }

    /// Refuses a section of unknown layout with other characters than GPP strings have: those of base64, and the dot
    /// between sub-sections.
    private static func checkUnknown(_ text: Span<UInt8>) throws(ConsentStringError) {
        var at = 0
        while at < text.count {
            at = Bits.firstForeign(in: text, from: at)
            guard at < text.count else { return }
            guard text[at] == UInt8(ascii: ".") else {
                throw ConsentStringError(
                    code: .invalidCharacter,
                    message: "The section has a character that no GPP string has.",
                    bit: 8 * at
                )
            }
            at += 1
        }
    }
}
