extension GPPReader {
    /// Calls `body` with what each section says; see ``GPPStringDecoder/answers(of:vendor:_:)``.
    @inline(__always)
    mutating func answers(
        of text: Span<UInt8>,
        vendor: Int,
        _ body: (GPPAnswer) -> Void
    ) throws(ConsentStringError) {
        try Self.checkFamily(text)
        var at = try readHeader(text)
        var readable = 0
        var firstError: ConsentStringError?
        for index in groups.indices {
            let group = groups[index]
            for id in Int(group.first)...Int(group.last) {
                do throws(ConsentStringError) {
                    guard at < text.count else { throw Self.missingSection }
                    body(try answer(id, text, at: &at, vendor: vendor))
                    readable &+= 1
                } catch {
                    firstError = firstError ?? error
                    body(.unreadable(id, error))
                }
            }
        }
        if readable == 0, let firstError { throw Self.nothingReadable(firstError) }
    }

    /// Answers for the section behind the tilde at `at`, which is moved to the next one or to the end.
    @inline(__always)
    private mutating func answer(
        _ id: Int,
        _ text: Span<UInt8>,
        at: inout Int,
        vendor: Int
    ) throws(ConsentStringError) -> GPPAnswer {
        let start = at &+ 1
        if id == 2, let found = tcReader.permissionMask(upToTilde: text, from: start, vendor: vendor) {
            at = found.end
            return .tcfEUv2(permissionMask: found.mask)
        }
        let end = DecodeKernel.first(UInt8(ascii: "~"), in: text, from: start)
        at = end
        guard end > start else { throw Self.emptySection }
        let part = text.extracting(start..<end)
        switch id {
        case 2: return .tcfEUv2(permissionMask: try tcReader.permissionMask(of: part, vendor: vendor))
        case 6: return .usPrivacy(try USPrivacyString(utf8: part))
        case USOptOutLayout.sections: return .us(try optOuts(id, part))
        default:
            var log = WarningLog()
            let section = section(id, part, log: &log)
            if case .unreadable(let error) = section.content { throw error }
            return .section(section)
        }
    }

    private mutating func optOuts(_ id: Int, _ text: Span<UInt8>) throws(ConsentStringError) -> USOptOuts {
        var at = try bits.loadSegment(text, from: 0, name: USSection.coreName)
        var optOuts = try USOptOutLayout.optOuts(bits, id: id)
        var number = 1
        while at < text.count {
            number &+= 1
            guard number <= ConsentStringLimits.maxSegments else { throw TextCheck.tooManySegments }
            let end = try bits.loadSegment(text, from: at &+ 1, name: USSection.subSectionName)
            if end > at &+ 1, bits.integer(at: 0, count: 2) == 1 {
                // Twice is odd; one true signal is enough to count.
                optOuts.globalPrivacyControl = optOuts.globalPrivacyControl == true || bits.bit(at: 2)
            }
            at = end
        }
        return optOuts
    }
}
