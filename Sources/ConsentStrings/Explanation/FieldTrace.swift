/// Puts what decoders tell into the segments of an explanation.
final class FieldTrace {
    private(set) var segments: [ConsentStringExplanation.Segment] = []
    private let text: [UInt8]
    /// The section that is being read, and where it starts.
    private var section: (id: Int, start: Int)?
    private var part: String?
    /// What the fields of the last segment are taken from; nothing once it is at its end.
    private var source: Source?
    private var isUnread = false
    /// Whether the last segment stands for a section of which nothing was loaded.
    private var isWholeSection = false

    private enum Source {
        case bits(SegmentBits)
        case characters
    }

    /// The trace of a string.
    init(_ text: [UInt8]) { self.text = text }

    /// A segment of base64 was loaded, `characters` counted from the start of its section.
    func begin(characters: Range<Int>, bits: SegmentBits) {
        begin("segment", characters, .bits(bits))
    }

    private func begin(_ title: String, _ characters: Range<Int>, _ source: Source) {
        finish()
        let start = section?.start ?? 0
        let unit: ConsentStringExplanation.Unit = if case .bits = source { .bit } else { .character }
        segments.append(
            ConsentStringExplanation.Segment(
                title: title,
                section: section?.id,
                characters: start + characters.lowerBound..<start + characters.upperBound,
                unit: unit
            )
        )
        self.source = source
    }

    func take(_ event: FieldEvent) {
        switch event {
        case .section(let id, let start):
            finish(at: start - 1)
            // A section that the string does not reach would start behind its end.
            section = id.map { ($0, min(start, text.count)) }
        case .text(let title, let start, let count): begin(title, start..<start + count, .characters)
        case .segment(let title): change { $0.title = title }
        case .end(let end):
            let start = section?.start ?? 0
            change { $0.characters = $0.characters.lowerBound..<max($0.characters.lowerBound, start + end) }
        case .part(let name): part = name
        case .field(let field): put(field)
        case .unread: isUnread = true
        case .damage(let error):
            // Nothing of the section may have been loaded.
            if source == nil {
                begin("section", 0..<0, .characters)
                isWholeSection = true
            }
            change { $0.damage = $0.damage ?? error }
        }
    }

    /// Whether a segment is being read.
    var isReading: Bool { source != nil }

    private func change(_ body: (inout ConsentStringExplanation.Segment) -> Void) {
        guard source != nil, !segments.isEmpty else { return }
        body(&segments[segments.count - 1])
    }

    private func put(_ field: ConsentStringExplanation.Field) {
        var field = field
        field.part = part
        let end = field.offset + field.width
        change { segment in
            if case .bits(let bits) = source, end > bits.bitCount { return }
            guard field.width > 0, end <= segment.length else { return }
            while let before = segment.fields.last, before.offset + before.width > field.offset {
                segment.fields.removeLast()
            }
            field.raw = raw(field, start: segment.characters.lowerBound)
            segment.fields.append(field)
        }
    }

    /// The bits or characters of a field that has not too many, as far as there are bits.
    private func raw(_ field: ConsentStringExplanation.Field, start: Int) -> String? {
        guard let source, field.width <= ConsentStringLimits.maxShownBits else { return nil }
        switch source {
        case .bits(let bits):
            guard field.offset + field.width <= bits.bitCount else { return nil }
            let digits = String(bits.bits(at: field.offset, count: field.width), radix: 2)
            return String(repeating: "0", count: field.width - digits.count) + digits
        case .characters:
            return String(decoding: text[start + field.offset..<start + field.offset + field.width], as: UTF8.self)
        }
    }

    /// Ends the segment, and with it the section that ends at this character of the string, or the string. What was left
    /// out of it, because there were too many segments or nothing could follow, is told as not read.
    func finish(at end: Int) {
        if isWholeSection { change { $0.characters = $0.characters.lowerBound..<max($0.characters.lowerBound, end) } }
        finish()
        let reached = segments.last.map(\.characters.upperBound) ?? -1
        guard reached < end else { return }
        begin(segments.isEmpty ? "string" : "rest of the \(section == nil ? "string" : "section")", 0..<0, .characters)
        change { $0.characters = reached + 1..<end }
        isUnread = true
        finish()
    }

    /// Ends the segment: what no field has is padding, or was not read.
    private func finish() {
        defer { (source, part, isUnread, isWholeSection) = (nil, nil, false, false) }
        change { segment in
            let end = segment.fields.last.map { $0.offset + $0.width } ?? 0
            guard end < segment.length else { return }
            let isRead = segment.damage == nil && !isUnread
            var rest = ConsentStringExplanation.Field(
                offset: end,
                width: segment.length - end,
                name: isRead ? "padding" : "not read",
                value: .none,
                meaning: nil
            )
            rest.raw = raw(rest, start: segment.characters.lowerBound)
            segment.fields.append(rest)
        }
    }
}
