/// Decodes GPP strings from bits of one kind.
struct GPPReader<Bits: SegmentSource> {
    /// Memory for the header and for sections other than the TC string.
    var bits: Bits
    var tcReader: TCReader<Bits>
    /// The groups of section ids that the header lists.
    private(set) var groups: [VendorSet.Span16] = []
    /// How many sections the header lists.
    private var sectionCount = 0

    /// Creates a reader.
    ///
    /// - Parameter makeBits: makes memory to decode into; there are two at a time.
    init(_ makeBits: () -> Bits = Bits.init) {
        bits = makeBits()
        tcReader = TCReader(makeBits())
    }

    mutating func decode(_ text: Span<UInt8>) throws(ConsentStringError) -> Decoded<GPPString> {
        try Self.checkFamily(text)
        var log = WarningLog()
        var at = try readHeader(text)
        var sections: [GPPSection] = []
        var failures: [(id: Int, error: ConsentStringError)] = []
        sections.reserveCapacity(sectionCount)
        for index in groups.indices {
            for id in Int(groups[index].first)...Int(groups[index].last) {
                bits.note(.section(id, start: at + 1))
                guard at < text.count else {
                    bits.note(.damage(Self.missingSection))
                    failures.append((id, Self.missingSection))
                    sections.append(GPPSection(id: id, text: "", content: .unreadable(Self.missingSection)))
                    continue
                }
                let end = DecodeKernel.first(UInt8(ascii: "~"), in: text, from: at + 1)
                let part = text.extracting(at + 1..<end)
                do throws(ConsentStringError) {
                    sections.append(
                        GPPSection(
                            id: id,
                            text: DecodeKernel.string(part),
                            content: try content(id, part, log: &log)
                        )
                    )
                } catch {
                    bits.note(.damage(error))
                    failures.append((id, error))
                    sections.append(GPPSection(id: id, text: DecodeKernel.string(part), content: .unreadable(error)))
                }
                at = end
            }
        }
        if at < text.count {
            bits.note(.section(nil, start: at + 1))
            log.add(.extraSection, "There are more sections than the header lists; the rest is left out.")
        }
        for (id, error) in failures {
            log.add(.unreadableSection, "Section \(GPPSection.name(of: id)): \(error.message)", bit: error.bit)
        }
        if failures.count == sections.count, let first = failures.first { throw Self.nothingReadable(first.error) }
        return Decoded(value: GPPString(sections: sections), warnings: log.warnings)
    }

    static func checkFamily(_ text: Span<UInt8>) throws(ConsentStringError) {
        if text.count > 1, text.count <= ConsentStringLimits.maxTextBytes, text[0] == UInt8(ascii: "D"),
            text[1] == UInt8(ascii: "B")
        {
            return
        }
        try TextCheck.version(3, of: .gpp, in: text)
        guard text.count > 1, Base64URL.value(of: text[1]) == 1 else {
            throw ConsentStringError(
                code: text.count > 1 ? .unsupportedVersion : .truncated,
                message: "The version of the GPP header is not 1; no other layout is known.",
                bit: 6
            )
        }
    }

    /// Reads the header and its list of sections, to ``groups``.
    ///
    /// - Returns: where the header ends: at a tilde or at the end of the text.
    @inline(__always)
    mutating func readHeader(_ text: Span<UInt8>) throws(ConsentStringError) -> Int {
        let end = try bits.loadSegment(text, from: 0, to: UInt8(ascii: "~"), name: "header")
        let name = FieldName(field: "list of sections", segment: "header")
        _ = bits.integer("Type", at: 0, count: 6)
        _ = bits.integer("Version", at: 6, count: 6)
        bits.note(.part("SectionIds"))
        groups.removeAll(keepingCapacity: true)
        var count = 0
        _ = try FibonacciRange.walk(bits, bitCount: bits.bitCount, start: 12, of: name) { first, last in
            count &+= last &- first &+ 1
            groups.append(
                VendorSet.Span16(first: UInt16(truncatingIfNeeded: first), last: UInt16(truncatingIfNeeded: last))
            )
        }
        guard count <= ConsentStringLimits.maxSections else { throw Self.tooManySections(count) }
        sectionCount = count
        return end
    }

    private static func tooManySections(_ count: Int) -> ConsentStringError {
        ConsentStringError(
            code: .tooManySections,
            message: "The header lists \(count) sections; no more than \(ConsentStringLimits.maxSections) are read.",
            bit: 12
        )
    }
}

extension GPPReader: Sendable where Bits: Sendable {}

extension GPPReader {
    static var emptySection: ConsentStringError {
        ConsentStringError(code: .empty, message: "The section is empty.")
    }

    static var missingSection: ConsentStringError {
        ConsentStringError(
            code: .missingSection,
            message: "The header lists the section but the string ends before it."
        )
    }

    /// The error of a string none of whose sections can be read.
    static func nothingReadable(_ first: ConsentStringError) -> ConsentStringError {
        ConsentStringError(
            code: .noReadableSection,
            message: "None of the sections can be read. \(first.message)",
            bit: first.bit
        )
    }
}
