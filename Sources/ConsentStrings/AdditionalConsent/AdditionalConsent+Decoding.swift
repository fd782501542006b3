extension AdditionalConsent {
    /// Decodes an Additional Consent string.
    public init(_ text: String) throws(ConsentStringError) {
        self = try Self.decode(utf8: Array(text.utf8).span).value
    }

    /// Decodes an Additional Consent string and tells what was tolerated.
    ///
    /// Order, doubles, a line end behind the string and a missing list of disclosed providers are tolerated; empty ids,
    /// ids outside 1 to 4,294,967,295, other tags and further parts are not.
    public static func decode(utf8 text: Span<UInt8>) throws(ConsentStringError) -> Decoded<AdditionalConsent> {
        try decode(utf8: text, listener: NoListener())
    }

    static func decode(
        utf8 text: Span<UInt8>,
        listener: some FieldListener
    ) throws(ConsentStringError) -> Decoded<AdditionalConsent> {
        try TextCheck.length(text)
        try TextCheck.refuseOther(than: .additionalConsent, text)
        listener.note(.text("Additional Consent string", start: 0, count: text.count))
        var log = WarningLog()
        var end = text.count
        while end > 0, text[end - 1] == 0x0A || text[end - 1] == 0x0D {
            log.add(.surroundingWhitespace, "There is a line end behind the string.")
            end -= 1
        }
        let parts = Self.parts(of: text, end: end)
        let version = try Self.version(text, parts[0])
        listener.note(.field("Version", at: 0, width: min(2, end), .integer(version)))
        guard parts.count <= version + 1 else {
            throw malformed(
                "Version \(version) of an Additional Consent string has fewer parts.",
                at: parts[version].upperBound
            )
        }
        guard parts.count > 1 || version == 1 else {
            throw malformed("The list of consented providers is missing.", at: end)
        }
        if parts.count == 1 { log.add(.missingPart, "There is no list behind the version; nobody has consent.") }
        let consented = parts.count > 1 ? try ids("Consented", text, parts[1], end: end, listener, log: &log) : []
        var disclosed: [Int]?
        if version == 2 { disclosed = try self.disclosed(text, parts.count > 2 ? parts[2] : nil, listener, log: &log) }
        if let disclosed, !Set(disclosed).isDisjoint(with: consented) {
            log.add(.repeatedID, "A consented provider is repeated among the disclosed ones; its consent stands.")
        }
        let value = AdditionalConsent(version: version, consented: consented, disclosed: disclosed)
        return Decoded(value: value, warnings: log.warnings)
    }

    /// The parts between tildes. No more than five are told apart, since more than three are an error.
    private static func parts(of text: Span<UInt8>, end: Int) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for index in 0..<end {
            guard text[index] == UInt8(ascii: "~"), parts.count < 4 else { continue }
            parts.append(start..<index)
            start = index + 1
        }
        parts.append(start..<end)
        return parts
    }

    private static func version(_ text: Span<UInt8>, _ part: Range<Int>) throws(ConsentStringError) -> Int {
        guard part.count == 1, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[part.lowerBound]) else {
            throw malformed("An Additional Consent string starts with its version, 1 or 2.", at: 0)
        }
        let version = Int(text[part.lowerBound]) - 0x30
        guard version == 1 || version == 2 else {
            throw ConsentStringError(
                code: .unsupportedVersion,
                message: "The layout of version \(version) of an Additional Consent string is not known.",
                bit: 0
            )
        }
        return version
    }

    /// The third part: `dv.` and the ids. The dot may be missing if there are none.
    private static func disclosed(
        _ text: Span<UInt8>,
        _ part: Range<Int>?,
        _ listener: some FieldListener,
        log: inout WarningLog
    ) throws(ConsentStringError) -> [Int]? {
        guard let part, !part.isEmpty else {
            log.add(.missingPart, "The list of disclosed providers is missing; who was disclosed is not known.")
            return nil
        }
        let start = part.lowerBound
        guard part.count >= 2, text[start] == UInt8(ascii: "d"), text[start + 1] == UInt8(ascii: "v"),
            part.count == 2 || text[start + 2] == UInt8(ascii: ".")
        else {
            throw malformed("The third part of an Additional Consent string starts with dv and a dot.", at: start)
        }
        let first = min(start + 3, part.upperBound)
        listener.note(.field("Tag", at: start, width: first - start, .text("dv")))
        return try ids("Disclosed", text, first..<part.upperBound, end: part.upperBound, listener, log: &log)
    }

    /// Decimal ids separated by dots. What is told of an id has the dot or tilde behind it, up to `end`.
    private static func ids(
        _ name: StaticString,
        _ text: Span<UInt8>,
        _ part: Range<Int>,
        end: Int,
        _ listener: some FieldListener,
        log: inout WarningLog
    ) throws(ConsentStringError) -> [Int] {
        guard !part.isEmpty else {
            listener.note(.field(name, at: part.lowerBound, width: min(1, end - part.lowerBound), .none))
            return []
        }
        var ids: [Int] = []
        var id = 0
        var digits = 0
        for index in part.lowerBound...part.upperBound {
            let isEnd = index == part.upperBound || text[index] == UInt8(ascii: ".")
            if !isEnd {
                guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[index]) else {
                    throw malformed("Ids are written in the digits 0 to 9 and separated by dots.", at: index)
                }
                id = id * 10 + Int(text[index]) - 0x30
                digits += 1
            }
            guard id <= 0xFFFF_FFFF, !isEnd || id > 0 else {
                let message = digits == 0 ? "An id is missing between dots." : "An id is outside 1 to 4294967295."
                throw malformed(message, at: index)
            }
            guard isEnd else { continue }
            if let last = ids.last, last >= id {
                log.add(last == id ? .repeatedID : .unsortedIDs, "The ids are not in ascending order.")
            }
            ids.append(id)
            let (start, found) = (index - digits, id)
            listener.note(.field(name, at: start, width: min(index + 1, end) - start, .integer(found)))
            (id, digits) = (0, 0)
        }
        return ids
    }

    private static func malformed(_ message: String, at index: Int) -> ConsentStringError {
        ConsentStringError(code: .malformed, message: message, bit: 8 * index)
    }
}
