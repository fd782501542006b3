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
    static func decode(
        _ text: Span<UInt8>,
        id: Int,
        bits: inout SegmentBits,
        log: inout WarningLog
    ) throws(ConsentStringError) -> USSection {
        var end = try bits.loadSegment(text, from: 0, name: coreName)
        guard bits.bitCount >= 6 else { throw noCore }
        if USSectionLayout.any(id)?.mayHaveHeader == true, bits.words.span.integer(at: 0, count: 6) == id {
            end = try skipHeader(text, end: end, bits: &bits)
        }
        let version = bits.words.span.integer(at: 0, count: 6)
        guard let layout = USSectionLayout.find(id, version: version) else {
            throw unknownVersion(version, of: id)
        }
        guard 6 + 2 * layout.valueCount <= bits.bitCount else { throw coreFields.truncated(bits.bitCount) }
        var section = USSection(layout: layout, values: bits.words.span.pairs(at: 6, count: layout.valueCount))
        try section.readSubSections(text, from: end, bits: &bits, log: &log)
        return section
    }

    /// Sections 24 to 27 may have a header in front: section id, version and the list of sub-sections. The first six
    /// bits tell, since they are the section's own id there and a small version otherwise.
    private static func skipHeader(
        _ text: Span<UInt8>,
        end: Int,
        bits: inout SegmentBits
    ) throws(ConsentStringError) -> Int {
        guard end < text.count else {
            throw ConsentStringError(code: .truncated, message: "There is no core behind the section's header.", bit: 0)
        }
        let coreEnd = try bits.loadSegment(text, from: end + 1, name: coreName)
        guard bits.bitCount >= 6 else {
            throw ConsentStringError(code: .truncated, message: "There is no core behind the section's header.", bit: 0)
        }
        return coreEnd
    }

    /// Reads what follows the core; `start` is at the first dot or at the end.
    private mutating func readSubSections(
        _ text: Span<UInt8>,
        from start: Int,
        bits: inout SegmentBits,
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
                try readSensitiveData(bits, count: field.count, log: &log)
            } else if bits.words.span.integer(at: 0, count: 2) == 1 {
                // Twice is odd; one true signal is enough to count.
                globalPrivacyControl = globalPrivacyControl == true || bits.words.span.bit(at: 2)
            }
            at = end
        }
    }

    /// Reads the sub-section of sections 25 to 27. The specification and the library that writes it have no type in
    /// front, another library wants one of two bits; padding makes both the same length. What is behind the values
    /// tells: without a type it is padding and zero.
    private mutating func readSensitiveData(
        _ bits: SegmentBits,
        count: Int,
        log: inout WarningLog
    ) throws(ConsentStringError) {
        let name = FieldName(field: "values", segment: "sensitive data sub-section")
        guard bits.bitCount >= 2 * count else { throw name.truncated(bits.bitCount) }
        let words = bits.words.span
        let mayHaveType = bits.bitCount >= 2 * count + 2 && words.integer(at: 0, count: 2) == 1
        let hasType = mayHaveType && words.integer(at: 2 * count, count: 2) != 0
        if mayHaveType && !hasType {
            log.add(
                .ambiguousLayout,
                "The sensitive data of \(self.name) can be read with and without a type in front; read without.",
                bit: 0
            )
        }
        guard separateSensitiveData == nil else {
            log.add(.duplicateSegment, "The sensitive data of \(self.name) come more than once; the first ones count.")
            return
        }
        separateSensitiveData = words.pairs(at: hasType ? 2 : 0, count: count).map(Int.init)
    }
}

extension Span where Element == UInt64 {
    /// `count` values of two bits each.
    func pairs(at start: Int, count: Int) -> [UInt8] {
        var values: [UInt8] = []
        values.reserveCapacity(count)
        for index in 0..<count {
            values.append(UInt8(truncatingIfNeeded: bits(at: start &+ 2 &* index, count: 2)))
        }
        return values
    }
}
