extension GPPString {
    /// Decodes a GPP string and tells what was tolerated, is suspicious or could not be read.
    ///
    /// - Throws: ``ConsentStringError`` if the header cannot be read or none of the sections can.
    public static func decode(utf8 text: Span<UInt8>) throws(ConsentStringError) -> Decoded<GPPString> {
        var decoder = GPPStringDecoder()
        return try decoder.decode(text)
    }
}

/// Decodes GPP strings one after the other in memory that it keeps.
public struct GPPStringDecoder: Sendable {
    private var bits = SegmentBits()
    private var tcDecoder = TCStringDecoder()
    var tcReader = TCReader<DecodeKernel>()
    var kernel = DecodeKernel()
    /// The groups of section ids that the header lists.
    var groups: [VendorSet.Span16] = []

    /// Creates a decoder.
    public init() {}

    /// Decodes the UTF-8 of a GPP string.
    ///
    /// - Throws: ``ConsentStringError`` if the header cannot be read or none of the sections can.
    public mutating func decode(_ text: Span<UInt8>) throws(ConsentStringError) -> Decoded<GPPString> {
        try Self.checkFamily(text)
        var log = WarningLog()
        var at = try readHeader(text)
        let ids = groups.flatMap { Int($0.first)...Int($0.last) }
        var sections: [GPPSection] = []
        sections.reserveCapacity(ids.count)
        for id in ids {
            guard at < text.count else {
                sections.append(GPPSection(id: id, text: "", content: .unreadable(Self.missingSection)))
                continue
            }
            let end = DecodeKernel.first(UInt8(ascii: "~"), in: text, from: at + 1)
            sections.append(section(id, text.extracting(at + 1..<end), log: &log))
            at = end
        }
        if at < text.count {
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
        let end = kernel.load(text, from: 0)
        if end < text.count, text[end] != UInt8(ascii: "~") {
            throw TextCheck.foreignCharacter(in: "header", bit: 6 * end)
        }
        let name = FieldName(field: "list of sections", segment: "header")
        groups.removeAll(keepingCapacity: true)
        var count = 0
        _ = try FibonacciRange.walk(kernel, bitCount: kernel.bitCount, start: 12, of: name) { first, last in
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

    private mutating func section(_ id: Int, _ text: Span<UInt8>, log: inout WarningLog) -> GPPSection {
        var content: GPPSection.Content
        do throws(ConsentStringError) {
            content = try self.content(id, text, log: &log)
        } catch {
            content = .unreadable(error)
        }
        return GPPSection(id: id, text: text.string(0..<text.count), content: content)
    }

    private mutating func content(
        _ id: Int,
        _ text: Span<UInt8>,
        log: inout WarningLog
    ) throws(ConsentStringError) -> GPPSection.Content {
        guard text.count > 0 else {
            throw Self.emptySection
        }
        switch id {
        case 1:
            let decoded = try TCF1String.decode(utf8: text)
            log.add(decoded.warnings)
            return .tcfEUv1(decoded.value)
        case 2:
            let decoded = try tcDecoder.decode(text)
            log.add(decoded.warnings)
            return .tcfEUv2(decoded.value)
        case 5:
            return .tcfCAv1(try TCFCanadaString.decode(text, bits: &bits, log: &log))
        case 6:
            let decoded = try USPrivacyString.decode(utf8: text)
            log.add(decoded.warnings)
            return .usPrivacy(decoded.value)
        default:
            guard USSectionLayout.any(id) != nil else { return .unknown }
            return .us(try USSection.decode(text, id: id, bits: &bits, log: &log))
        }
    }

    /// Decodes the text of one section, its warnings left aside.
    mutating func section(_ id: Int, text: Span<UInt8>) -> GPPSection {
        var log = WarningLog()
        return section(id, text, log: &log)
    }

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
