/// Decodes GPP strings one after the other in memory that it keeps.
public struct GPPStringDecoder: Sendable {
    private let isChecked: Bool
    private var reader = GPPReader<DecodeKernel>()
    private var checkedReader = GPPReader<SegmentBits>()

    /// Creates a decoder.
    ///
    /// - Parameter isChecked: see ``TCStringDecoder/init(isChecked:)``.
    public init(isChecked: Bool = false) { self.isChecked = isChecked }

    /// Decodes the UTF-8 of a GPP string.
    ///
    /// - Throws: ``ConsentStringError`` if the header cannot be read or none of the sections can.
    public mutating func decode(_ text: Span<UInt8>) throws(ConsentStringError) -> Decoded<GPPString> {
        isChecked ? try checkedReader.decode(text) : try reader.decode(text)
    }

    /// What each section of a GPP string says to the questions that are asked of every string, in the order of the
    /// header. Makes no values and, after the first strings, allocates nothing, unless a section comes as
    /// ``GPPAnswer/section(_:)`` or cannot be read.
    ///
    /// - Parameters:
    ///   - text: the string's UTF-8.
    ///   - vendor: the vendor whose consent is asked for in section 2.
    ///   - body: is called with each answer.
    /// - Throws: ``ConsentStringError`` for exactly the strings that ``decode(_:)`` refuses; `body` may have been called
    ///   by then, with unreadable sections only.
    public mutating func answers(
        of text: Span<UInt8>,
        vendor: Int,
        _ body: (GPPAnswer) -> Void
    ) throws(ConsentStringError) {
        isChecked
            ? try checkedReader.answers(of: text, vendor: vendor, body)
            : try reader.answers(of: text, vendor: vendor, body)
    }

    /// Decodes the text of one section, its warnings left aside.
    mutating func section(_ id: Int, text: Span<UInt8>) -> GPPSection {
        var log = WarningLog()
        return reader.section(id, text, log: &log)
    }
}
