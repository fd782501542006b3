/// Decodes GPP strings from bits of one kind.
struct GPPReader<Bits: SegmentSource> {
    /// Memory for the header and for sections other than the TC string.
    var bits: Bits
    var tcReader: TCReader<Bits>
    /// The groups of section ids that the header lists.
    private(set) var groups: [VendorSet.Span16] = []

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
        sections.reserveCapacity(groups.reduce(0) { $0 + Int($1.last) - Int($1.first) + 1 })
        for index in groups.indices {
            for id in Int(groups[index].first)...Int(groups[index].last) {
                bits.note(.section(id, start: at + 1))
                guard at < text.count else {
                    bits.note(.damage(Self.missingSection))
                    sections.append(GPPSection(id: id, text: "", content: .unreadable(Self.missingSection)))
                    continue
                }
                let end = DecodeKernel.first(UInt8(ascii: "~"), in: text, from: at + 1)
                sections.append(section(id, text.extracting(at + 1..<end), log: &log))
                at = end
            }
        }
        if at < text.count {
            bits.note(.section(nil, start: at + 1))
            log.add(.extraSection, "There are more sections than the header lists; the rest is left out.")
        }
        try Self.judge(sections, log: &log)
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
        return end
    }

    private static func tooManySections(_ count: Int) -> ConsentStringError {
        ConsentStringError(
            code: .tooManySections,
            message: "The header lists \(count) sections; no more than \(ConsentStringLimits.maxSections) are read.",
            bit: 12
        )
    }

    /// Tells each section that could not be read; refuses the string if there is no other.
    private static func judge(_ sections: [GPPSection], log: inout WarningLog) throws(ConsentStringError) {
        var first: ConsentStringError?
        var readable = 0
        for section in sections {
            guard case .unreadable(let error) = section.content else {
                readable += 1
                continue
            }
            first = first ?? error
            log.add(.unreadableSection, "Section \(section.name): \(error.message)", bit: error.bit)
        }
        if readable == 0, let first { throw nothingReadable(first) }
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
