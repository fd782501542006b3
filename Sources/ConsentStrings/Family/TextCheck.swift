/// What every decoder asks of the text before it reads a field.
enum TextCheck {
    /// Refuses empty and overlong text.
    static func length(_ text: Span<UInt8>) throws(ConsentStringError) {
        guard text.count > 0 else {
            throw ConsentStringError(code: .empty, message: "The consent string is empty.")
        }
        guard text.count <= ConsentStringLimits.maxTextBytes else {
            throw ConsentStringError(
                code: .tooLong,
                message: "The consent string has more than \(ConsentStringLimits.maxTextBytes) characters."
            )
        }
    }

    /// Refuses text whose first character is not `version` in base64, naming the family that it seems to be of.
    static func version(
        _ version: Int,
        of family: ConsentStringFamily,
        in text: Span<UInt8>
    ) throws(ConsentStringError) {
        try length(text)
        let found = Base64URL.value(of: text[0])
        if found == version { return }
        try refuseOther(than: family, text)
        if text[0] == UInt8(ascii: ".") {
            throw ConsentStringError(
                code: .empty,
                message: "There is no core segment in front of the first dot.",
                bit: 0
            )
        }
        guard let found else { throw foreignCharacter(in: "core segment", bit: 0) }
        throw ConsentStringError(
            code: .unsupportedVersion,
            message:
                "The version is \(found); \(family.title) has version \(version). Check where the string comes from.",
            bit: 0
        )
    }

    /// Refuses text that looks like a string of another family.
    static func refuseOther(than family: ConsentStringFamily, _ text: Span<UInt8>) throws(ConsentStringError) {
        let detected = ConsentStringFamily.detect(text)
        guard detected == family || detected == .unknown else {
            throw ConsentStringError(
                code: .wrongFamily,
                message: "This is \(detected.title), not \(family.title)."
            )
        }
    }

    static func foreignCharacter(in segment: String, bit: Int?) -> ConsentStringError {
        ConsentStringError(
            code: .invalidCharacter,
            message: "The \(segment) has a character that is not of the web-safe base64 alphabet; "
                + "pass the string alone, without quotes, spaces or padding.",
            bit: bit
        )
    }

    static var tooManySegments: ConsentStringError {
        ConsentStringError(
            code: .tooManySegments,
            message: "The string has more than \(ConsentStringLimits.maxSegments) segments."
        )
    }
}

extension Span where Element == UInt8 {
    /// The characters of a range that is known to be ASCII, or to have been checked.
    func string(_ range: Range<Int>) -> String {
        DecodeKernel.string(extracting(range))
    }
}

extension SegmentSource {
    /// Decodes a segment that ends at a dot, or another separator, or at the end of the text.
    ///
    /// - Returns: where it ends.
    @inline(__always)
    mutating func loadSegment(
        _ text: Span<UInt8>,
        from start: Int,
        to separator: UInt8 = UInt8(ascii: "."),
        name: @autoclosure () -> String
    ) throws(ConsentStringError) -> Int {
        let end = load(text, from: start)
        note(.segment(name()))
        if end < text.count, text[end] != separator {
            let error = TextCheck.foreignCharacter(in: name(), bit: 6 * (end - start))
            guard Self.isListening else { throw error }
            return passOver(error, in: text, at: end, to: separator)
        }
        return end
    }

    /// Tells of a character that is no base64, so that what stands in front of it and behind the next separator is
    /// shown.
    private func passOver(
        _ error: ConsentStringError,
        in text: Span<UInt8>,
        at foreign: Int,
        to separator: UInt8
    ) -> Int {
        var end = foreign
        while end < text.count, text[end] != separator { end += 1 }
        note(.end(end))
        note(.damage(error))
        return end
    }
}
