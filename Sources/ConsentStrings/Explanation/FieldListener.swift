/// Who is told of every field that a decoder reads, so that a string can be shown bit by bit.
///
/// Decoders tell what they read in the place where they read it, so that what is shown is what was read and there is no
/// second description of the layouts. Only ``TracedBits`` listens; to all others the calls are empty and cost nothing.
protocol FieldListener: ~Escapable {
    /// Whether anybody listens. Whoever shows a damaged string wants what is left of it, where a decoder stops.
    static var isListening: Bool { get }

    /// Told what was read. The event is made only if somebody listens.
    func note(_ event: @autoclosure () -> FieldEvent)
}

extension FieldListener where Self: ~Escapable {
    @inline(__always)
    static var isListening: Bool { false }

    @inline(__always)
    func note(_ event: @autoclosure () -> FieldEvent) {}
}

/// Nobody.
struct NoListener: FieldListener {}

/// What a decoder tells of.
enum FieldEvent {
    /// A section of a GPP string starts at this character; nothing for one that the header does not list.
    case section(Int?, start: Int)
    /// What the segment is that was loaded last.
    case segment(String)
    /// Text follows that is read by its characters: what it is, where it starts in its section, and its length.
    case text(String, start: Int, count: Int)
    /// The segment that was loaded last goes on to this character, behind one that is no base64.
    case end(Int)
    /// What the fields that follow are part of; nothing for fields of the segment itself.
    case part(String?)
    /// A field. One that starts in front of the end of those before it takes their place: a second try was made.
    case field(ConsentStringExplanation.Field)
    /// What is left of the segment is not read.
    case unread
    /// The segment, or the section if nothing of it was loaded, is damaged.
    case damage(ConsentStringError)
}

extension FieldEvent {
    /// A field of the segment itself, or of the part that was told of.
    static func field(
        _ name: StaticString,
        at offset: Int,
        width: Int,
        _ value: ConsentStringExplanation.Value,
        meaning: String? = nil
    ) -> FieldEvent {
        .field(
            ConsentStringExplanation.Field(
                offset: offset,
                width: width,
                name: name.description,
                value: value,
                meaning: meaning
            )
        )
    }
}
