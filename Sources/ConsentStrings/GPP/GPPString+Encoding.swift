extension GPPString {
    /// The string of this value. A section whose ``GPPSection/text`` still says what its content says is passed on as it
    /// was written, so that reading a string and writing it again changes nothing in its sections.
    ///
    /// - Parameter enforcingRules: whether a TC string that breaks a rule is refused, see
    ///   ``TCString/encoded(enforcingRules:)``; one that is passed on as it was written is not.
    /// - Throws: `notEncodable` or `forbidden` for a section that cannot be written, and if the ids do not ascend.
    public func encoded(enforcingRules: Bool = true) throws(ConsentStringError) -> String {
        let ids = sectionIDs
        guard zip(ids, ids.dropFirst()).allSatisfy(<), ids.first ?? 1 >= 1,
            ids.last ?? 1 <= ConsentStringLimits.maxFibonacciID, ids.count <= ConsentStringLimits.maxSections
        else {
            throw .notEncodable("The sections of a GPP string must be in ascending order, each once.")
        }
        var writer = BitWriter()
        writer.put(3, count: 6)
        writer.put(1, count: 6)
        writer.put(fibonacciRange: VendorSet(ids))
        var parts = [writer.text]
        // Sections that the string did not reach are at its end and stay missing.
        for section in sections where !section.isMissing {
            parts.append(try section.encodedText(enforcingRules: enforcingRules))
        }
        let text = parts.joined(separator: "~")
        guard text.utf8.count <= ConsentStringLimits.maxTextBytes else { throw .tooLongToEncode }
        return text
    }
}

extension GPPSection {
    /// Creates a section with its text.
    ///
    /// - Parameters:
    ///   - id: number of the section.
    ///   - content: what it holds.
    ///   - enforcingRules: see ``GPPString/encoded(enforcingRules:)``.
    /// - Throws: `notEncodable` or `forbidden` if the content cannot be written, or belongs to another section.
    public init(id: Int, content: Content, enforcingRules: Bool = true) throws(ConsentStringError) {
        self.init(id: id, text: "", content: content)
        text = try encodedText(enforcingRules: enforcingRules)
    }

    /// Whether there is text, and it has no other characters than sections have.
    private var isText: Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 == UInt8(ascii: ".") || Base64URL.value(of: $0) != nil }
    }

    /// Whether the header lists the section but the string ends before it.
    var isMissing: Bool {
        guard case .unreadable(let error) = content else { return false }
        return error.code == .missingSection
    }

    /// The text as it was written if it still has this content, and new text otherwise.
    func encodedText(enforcingRules: Bool) throws(ConsentStringError) -> String {
        guard text.utf8.allSatisfy({ $0 < 0x80 && $0 != UInt8(ascii: "~") }) else {
            // Among them what was no text, and has other characters in its place since.
            throw .notEncodable("The text of a section has a tilde, or characters that are not ASCII.")
        }
        if !text.isEmpty {
            var decoder = GPPStringDecoder()
            if decoder.section(id, text: Array(text.utf8).span).content == content { return text }
        }
        switch content {
        case .tcfEUv1(let value) where id == 1: return try value.encoded()
        case .tcfEUv2(let value) where id == 2: return try value.encoded(enforcingRules: enforcingRules)
        case .tcfCAv1(let value) where id == 5: return try value.encoded()
        case .usPrivacy(let value) where id == 6: return value.encoded()
        case .us(let value) where id == value.id: return try value.encoded()
        case .unknown where !isText:
            throw .notEncodable("A section of unknown layout must have its text, in base64 and dots.")
        case .unknown, .unreadable: return text
        default: throw .notEncodable("The content does not belong to section \(id).")
        }
    }
}

extension BitWriter {
    /// Appends ids as Range(Fibonacci). Neighbours make a group, which never takes more bits than the single ids.
    mutating func put(fibonacciRange ids: VendorSet) {
        let ranges = Array(ids.ranges)
        put(ranges.count, count: 12)
        var last = 0
        for range in ranges {
            put(range.count > 1)
            put(fibonacci: range.lowerBound - last)
            if range.count > 1 { put(fibonacci: range.count - 1) }
            last = range.upperBound
        }
    }

    /// Appends a number from 1 on in Fibonacci code.
    private mutating func put(fibonacci number: Int) {
        var rest = number
        var digits: [Bool] = []
        for candidate in FibonacciRange.numbers.reversed() where candidate <= rest || !digits.isEmpty {
            digits.append(candidate <= rest)
            if candidate <= rest { rest -= candidate }
        }
        for digit in digits.reversed() { put(digit) }
        put(true)
    }
}
