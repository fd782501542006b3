extension ConsentString {
    /// Shows a string field by field.
    ///
    /// - Parameters:
    ///   - text: the string.
    ///   - kind: what to read it as; without it the first characters decide.
    ///   - options: lenient ones show the string freed of its wrappings.
    public static func explain(
        _ text: String,
        as kind: ConsentStringKind? = nil,
        options: ConsentStringOptions = .strict
    ) -> ConsentStringExplanation {
        explain(utf8: Array(text.utf8).span, as: kind, options: options)
    }

    /// Shows the UTF-8 of a string field by field.
    public static func explain(
        utf8 text: Span<UInt8>,
        as kind: ConsentStringKind? = nil,
        options: ConsentStringOptions = .strict
    ) -> ConsentStringExplanation {
        let cleaned = options.isLenient ? LenientText(text) : LenientText(untouched: text)
        let bytes = cleaned.bytes
        let trace = FieldTrace(bytes)
        trace.record(bytes.span, as: kind)
        var decoder = ConsentStringDecoder(options: options)
        var (warnings, error): ([ConsentStringWarning], ConsentStringError?) = ([], nil)
        do throws(ConsentStringError) {
            warnings = try decoder.decode(text, as: kind).warnings
        } catch let refusal {
            error = refusal
        }
        return ConsentStringExplanation(
            kind: ConsentStringReader<DecodeKernel>.kind(of: bytes.span, as: kind),
            segments: trace.segments,
            warnings: warnings,
            error: error
        )
    }
}

extension FieldTrace {
    /// Listens to a decoder that reads the whole text.
    fileprivate func record(_ text: Span<UInt8>, as kind: ConsentStringKind?) {
        var reader = ConsentStringReader { TracedBits(self) }
        do throws(ConsentStringError) {
            _ = try reader.decode(text, as: kind)
        } catch {
            recordRefusal(error, of: text)
        }
        finish(at: text.count)
    }

    /// Tells where a string was refused. What was refused by its first bits was not loaded, and is shown all the same.
    private func recordRefusal(_ error: ConsentStringError, of text: Span<UInt8>) {
        guard error.bit != nil else { return }
        if segments.isEmpty, error.code == .unsupportedVersion, Base64URL.value(of: text[0]) != nil {
            var bits = TracedBits(self)
            _ = try? bits.loadSegment(text, from: 0, name: "first segment")
            if text[0] == UInt8(ascii: "D") {
                _ = bits.integer("Type", at: 0, count: 6)
                _ = bits.integer("Version", at: 6, count: 6)
            } else {
                _ = bits.integer("Version", at: 0, count: 6)
            }
        }
        if isReading { take(.damage(error)) }
    }
}
