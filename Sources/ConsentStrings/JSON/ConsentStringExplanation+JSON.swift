public import BoundedJSON

extension ConsentStringExplanation {
    /// Writes a line of JSON for each field, each damage and, at the end, for the string:
    /// `{"segment":…,"section":…,"unit":"bit","offset":0,"width":6,"part":…,"field":"Version","value":2,"meaning":…,
    /// "bits":"000010"}`, `{"segment":…,"error":{…}}` and `{"ok":true,"kind":"tcf2","warnings":[…]}`.
    ///
    /// What a field does not have is left out, but for the value. Values have the shapes of ``ConsentStringJSON``.
    public func writeLines(to writer: inout JSONWriter) {
        for segment in segments {
            for field in segment.fields {
                writer.beginObject()
                writer.members(of: segment)
                writer.members(of: field, unit: segment.unit)
                writer.endObject()
                writer.newline()
            }
            if let damage = segment.damage {
                writer.beginObject()
                writer.members(of: segment)
                writer.member(Key.error, damage)
                writer.endObject()
                writer.newline()
            }
        }
        writer.beginObject()
        writer.member(Key.ok, error == nil)
        if let kind { writer.member(Key.kind, kind.rawValue) }
        if let error { writer.member(Key.error, error) }
        writer.members(warnings)
        writer.endObject()
        writer.newline()
    }
}

extension JSONWriter {
    fileprivate mutating func members(of segment: ConsentStringExplanation.Segment) {
        member(Key.segment, segment.title)
        if let section = segment.section { member(Key.section, section) }
    }

    fileprivate mutating func members(
        of field: ConsentStringExplanation.Field,
        unit: ConsentStringExplanation.Unit
    ) {
        member(Key.unit, unit.rawValue)
        member(Key.offset, field.offset)
        member(Key.width, field.width)
        if let part = field.part { member(Key.part, part) }
        member(Key.field, field.name)
        member(Key.value, field.value)
        if let meaning = field.meaning { member(Key.meaning, meaning) }
        if let raw = field.raw { member(unit == .bit ? Key.bits : Key.characters, raw) }
    }

    private mutating func member(_ name: JSONKey, _ value: ConsentStringExplanation.Value) {
        switch value {
        case .integer(let value): member(name, value)
        case .flag(let value): member(name, value)
        case .time(let milliseconds): member(name, milliseconds)
        case .letters(let value): member(name, value)
        case .purposes(let value): member(name, value)
        case .vendors(let value): member(name, value)
        case .ids(let first, let last): member(name, first == last ? "\(first)" : "\(first)-\(last)")
        case .text(let value): member(name, value)
        case .none:
            key(name)
            null()
        }
    }
}
