public import ConsentStrings

/// What is wrong with the places of the segments and fields of an explanation; nothing if every bit is in one field.
public func explanationGap(of text: [UInt8], as kind: ConsentStringKind?) -> String? {
    var end = -1
    for segment in ConsentString.explain(utf8: text.span, as: kind).segments {
        // Sections that the string does not reach are empty at its end.
        let isMissing = segment.characters == text.count..<text.count && end == text.count
        guard segment.characters.lowerBound == end + 1 || isMissing else { return "segment at \(segment.characters)" }
        end = segment.characters.upperBound
        guard end <= text.count else { return "segment behind the end" }
        if end < text.count, text[end] != UInt8(ascii: "."), text[end] != UInt8(ascii: "~") {
            return "no separator at \(end)"
        }
        var at = 0
        for field in segment.fields {
            if field.offset != at || field.width < 1 { return "\(segment.title): \(field.name) at \(field.offset)" }
            at += field.width
        }
        if at != segment.length { return "\(segment.title): \(at) of \(segment.length)" }
    }
    return end < text.count && !text.isEmpty ? "characters from \(end) on" : nil
}
