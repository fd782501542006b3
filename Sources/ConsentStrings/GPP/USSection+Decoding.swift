extension USSection {
    static let coreName = "core of the section"
    static let subSectionName = "sub-section"
    static let coreFields = FieldName(field: "fields", segment: "core of the section")

    static var noCore: ConsentStringError {
        ConsentStringError(code: .empty, message: "The section has no core.", bit: 0)
    }

    static func unknownVersion(_ version: Int, of id: Int) -> ConsentStringError {
        ConsentStringError(
            code: .unsupportedVersion,
            message: "The layout of version \(version) of section \(id) is not known.",
            bit: 0
        )
    }

    /// Decodes the text of section `id` between two tildes. `bits` is memory to decode into.
    static func decode<Bits: SegmentSource>(
        _ text: Span<UInt8>,
        id: Int,
        bits: inout Bits,
        log: inout WarningLog
    ) throws(ConsentStringError) -> USSection {
        var end = try bits.loadSegment(text, from: 0, name: coreName)
        guard bits.bitCount >= 6 else { throw noCore }
        if USSectionLayout.idsWithHeader.contains(id), bits.integer(at: 0, count: 6) == id {
            end = try skipHeader(text, end: end, bits: &bits)
        }
        let version = bits.integer("Version", at: 0, count: 6)
        guard let layout = USSectionLayout.find(id, version: version) else {
            throw unknownVersion(version, of: id)
        }
        if Bits.isListening { layout.tell(of: bits) }
        let width = 2 * layout.valueCount
        guard 6 + width <= bits.bitCount else { throw coreFields.truncated(bits.bitCount) }
        let values = PackedPairs(bits: bits.bits(at: 6, count: width), count: layout.valueCount)
        var section = USSection(layout: layout, values: values)
        if end < text.count { try section.readSubSections(text, from: end, layout, bits: &bits, log: &log) }
        return section
    }

    /// Sections 24 to 27 may have a header in front: section id, version and the list of sub-sections. The first six
    /// bits tell, since they are the section's own id there and a small version otherwise. Nothing that counts is in it.
    private static func skipHeader<Bits: SegmentSource>(
        _ text: Span<UInt8>,
        end: Int,
        bits: inout Bits
    ) throws(ConsentStringError) -> Int {
        if Bits.isListening { tellHeader(of: bits) }
        guard end < text.count else {
            throw ConsentStringError(code: .truncated, message: "There is no core behind the section's header.", bit: 0)
        }
        let coreEnd = try bits.loadSegment(text, from: end + 1, name: coreName)
        guard bits.bitCount >= 6 else {
            throw ConsentStringError(code: .truncated, message: "There is no core behind the section's header.", bit: 0)
        }
        return coreEnd
    }

    /// Reads what follows the core; `start` is at the first dot.
    private mutating func readSubSections(
        _ text: Span<UInt8>,
        from start: Int,
        _ layout: USSectionLayout,
        bits: inout some SegmentSource,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        var at = start
        var number = 1
        while at < text.count {
            number += 1
            guard number <= ConsentStringLimits.maxSegments else { throw TextCheck.tooManySegments }
            let end = try bits.loadSegment(text, from: at + 1, name: Self.subSectionName)
            if end == at + 1 {
                log.add(.emptySegment, "A sub-section of \(name) is empty.")
            } else if case .sensitiveData(let field) = layout.subSection {
                try readSensitiveData(bits, of: field, log: &log)
            } else if bits.integer("Type", at: 0, count: 2) == 1 {
                // Twice is odd; one true signal is enough to count.
                globalPrivacyControl = bits.bit("Gpc", at: 2) || globalPrivacyControl == true
            } else {
                bits.note(.unread)
            }
            at = end
        }
    }

    /// Reads the sub-section of sections 25 to 27. The specification and the library that writes it have no type in
    /// front, another library wants one of two bits; padding makes both the same length. What is behind the values
    /// tells: without a type it is padding and zero.
    private mutating func readSensitiveData<Bits: SegmentSource>(
        _ bits: Bits,
        of field: USField,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        let name = FieldName(field: "values", segment: "sensitive data sub-section")
        let width = 2 * field.count
        guard bits.bitCount >= width else { throw name.truncated(bits.bitCount) }
        let mayHaveType = bits.bitCount >= width + 2 && bits.integer(at: 0, count: 2) == 1
        let hasType = mayHaveType && bits.integer(at: width, count: 2) != 0
        if mayHaveType && !hasType {
            log.add(
                .ambiguousLayout,
                "The sensitive data of \(self.name) can be read with and without a type in front; read without.",
                bit: 0
            )
        }
        guard separateSensitiveData == nil else {
            bits.note(.unread)
            log.add(.duplicateSegment, "The sensitive data of \(self.name) come more than once; the first ones count.")
            return
        }
        if hasType { _ = bits.integer("Type", at: 0, count: 2) }
        let start = hasType ? 2 : 0
        if Bits.isListening { layout.tell(of: field, in: bits, at: start) }
        let values = PackedPairs(bits: bits.bits(at: start, count: width), count: field.count)
        separateSensitiveData = (0..<field.count).map { values[$0] }
    }
}
